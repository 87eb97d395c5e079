/// A text that is equal to another one only if it has the same bytes.
///
/// Swift takes `é` and `e` with an accent for equal strings. For everything that reads a model they are two names: of two
/// tensors, of two tokens, of two files.
public struct ExactText: Sendable, Hashable, Comparable {
  /// The text.
  public let text: String

  /// A text that is compared by its bytes.
  public init(_ text: some StringProtocol) { self.text = String(text) }

  /// Whether both have the same bytes.
  public static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  /// Whether the left one's bytes come first.
  public static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}
