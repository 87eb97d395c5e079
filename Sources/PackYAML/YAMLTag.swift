/// What a value is to be read as.
enum YAMLTag: String {
  case null, boolean = "bool", integer = "int", float, timestamp, binary, string = "str"
  case sequence = "seq", mapping = "map", set, orderedMap = "omap", pairs
  /// `<<`, a key whose value is merged into the mapping.
  case merge
  /// `=`, a key that stands for itself.
  case value

  private static let prefix = "tag:yaml.org,2002:"

  /// - Parameter name: the whole tag.
  init?(name: String) {
    guard name.hasPrefix(Self.prefix) else { return nil }
    self.init(rawValue: String(name.dropFirst(Self.prefix.count)))
  }

  static let handles = ["!": "!", "!!": prefix]
}
