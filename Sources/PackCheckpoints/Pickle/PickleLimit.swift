/// Limits above which a pickle is not a checkpoint's; they bound memory and time.
enum PickleLimit {
  static let bytes = 1 << 25
  static let instructions = 1 << 22
  static let stack = 1 << 20
  static let memo = 1 << 20
  /// Containers, and what the reader's names made.
  static let containers = 1 << 19
  /// Elements of all containers.
  static let elements = 1 << 22
  /// Bytes of one integer: the magic number of an older stream takes ten.
  static let integer = 32
}
