public import PackFiles

/// A YAML text with the place of each of its values, for settings whose mistakes are to be pointed at.
public struct YAMLDocument: Sendable {
  /// The outermost value; null for an empty text.
  public let root: YAMLValue
  private let start: Place
  private let offsets: [ExactText: Int]

  /// Reads the only document of a text.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 text.
  ///   - place: the file, and the offset of the text in it.
  ///   - duplicates: what becomes of a key that stands twice.
  /// - Throws: ``YAMLError``.
  public init(
    yaml bytes: [UInt8], at place: Place, duplicates: YAMLDuplicates = .lastWins
  ) throws(YAMLError) {
    try self.init(yaml: bytes, at: place, duplicates: duplicates, recordsPlaces: true)
  }

  init(
    yaml bytes: [UInt8], at place: Place, duplicates: YAMLDuplicates = .lastWins, recordsPlaces: Bool
  ) throws(YAMLError) {
    var composer = try YAMLComposer(bytes: bytes, place: place)
    let node = try composer.compose()
    var constructor = YAMLConstructor(
      scanner: composer.scanner, duplicates: duplicates, offsets: recordsPlaces ? [:] : nil)
    root = try node.map { node throws(YAMLError) in try constructor.value(of: node) } ?? .scalar("", .null)
    start = place
    offsets = constructor.offsets ?? [:]
  }

  /// Where a value stands.
  ///
  /// - Parameter path: `$.severity.CARD002` or `$.ignore[1]`; a member of a mapping stands where its key does.
  public func place(of path: String) -> Place {
    var place = start
    place.jsonPath = path
    place.byteOffset = offsets[ExactText(path)].map { (start.byteOffset ?? 0) + $0 }
    return place
  }
}
