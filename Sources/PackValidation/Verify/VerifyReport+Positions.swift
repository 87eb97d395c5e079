import PackFiles

extension VerifyReport {
  /// Kinds of files whose lines somebody may look at.
  private static let textSuffixes = [".json", ".py", ".md", ".yml", ".yaml", ".txt", ".jinja"]
  private static let sizeLimit = 1 << 26

  /// Finds the line of each finding that has a byte offset in a text file.
  mutating func locateFindings() {
    var texts: [String: [UInt8]] = [:]
    for index in findings.indices {
      let place = findings[index].place
      guard let offset = place.byteOffset, Self.textSuffixes.contains(where: { place.file.hasSuffix($0) })
      else { continue }
      let text = texts[place.file] ?? (try? readFile(joinPath(package, place.file), limit: Self.sizeLimit))
      guard let text else { continue }
      texts[place.file] = text
      findings[index].position = TextPosition(byteOffset: offset, in: text)
    }
  }
}
