public import PackFiles

extension YAMLValue {
  /// Levels of nesting that are accepted, including those that come from aliases.
  public static let maximumDepth = 64
  /// Values that all aliases of a text together may repeat.
  public static let maximumRepeated = 100_000

  /// Reads the only document of a text as the Hub's client does, whose loader is PyYAML's safe one.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 text.
  ///   - place: the file, and the offset of the text in it.
  /// - Throws: ``YAMLError``.
  public init(yaml bytes: [UInt8], at place: Place) throws(YAMLError) {
    self = try YAMLDocument(yaml: bytes, at: place, recordsPlaces: false).root
  }
}
