public import PackFiles

/// A YAML text with the place of each of its values, for settings whose mistakes are to be pointed at.
public struct YAMLDocument: Sendable {
  /// The outermost value.
  public let root: YAMLValue
  private let start: Place
  private let offsets: [ExactText: Int]

  /// Reads the only document of a text.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 text.
  ///   - place: the file, and the offset of the text in it.
  /// - Throws: ``YAMLError``.
  public init(yaml bytes: [UInt8], at place: Place) throws(YAMLError) {
    var reader = YAMLReader(place: place, bytes: bytes, recordsOffsets: true)
    root = try reader.read()
    start = place
    offsets = reader.offsets ?? [:]
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
