import PackFiles

extension VerifyReport {
  /// Files that are text even where their bytes are not.
  private static let textSuffixes = [".json", ".py", ".md", ".yml", ".yaml", ".txt", ".jinja"]
  private static let sizeLimit = 1 << 26

  /// Finds the line of each finding that has a byte offset in a text file.
  mutating func locateFindings() {
    var located: [ExactText: [(offset: Int, finding: Int)]] = [:]
    for index in findings.indices {
      let place = findings[index].place
      guard let offset = place.byteOffset else { continue }
      located[ExactText(place.file), default: []].append((offset, index))
    }
    for (file, places) in located {
      guard let text = text(of: file.text) else { continue }
      let places = places.sorted { $0.offset < $1.offset }
      for (place, position) in zip(places, TextPosition.positions(of: places.map(\.offset), in: text)) {
        findings[place.finding].position = position
      }
    }
  }

  /// The bytes of a file that an editor shows as text; nil for other files.
  private func text(of file: String) -> [UInt8]? {
    guard let bytes = try? readFile(joinPath(package, file), limit: Self.sizeLimit) else { return nil }
    if Self.textSuffixes.contains(where: { file.hasSuffix($0) }) { return bytes }
    guard !bytes.isEmpty, !bytes.prefix(1 << 16).contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self) == nil ? nil : bytes
  }
}
