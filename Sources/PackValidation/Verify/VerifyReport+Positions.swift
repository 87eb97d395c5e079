import ModelDir
import PackFiles
import PackJSON
import PackYAML

extension VerifyReport {
  /// Files that are text even where their bytes are not.
  private static let textSuffixes = [".json", ".py", ".md", ".yml", ".yaml", ".txt", ".jinja"]
  private static let sizeLimit = 1 << 26
  /// Larger files are searched for secrets by SEC003 alone, and no line of them is shown.
  private static let excerptLimit = 1 << 22
  /// Findings of a rule in one file whose lines are shown: nobody reads more.
  private static let excerptCount = 50

  /// Finds the line of each finding in a text file: from its byte offset, else from its path in JSON or in front matter. What
  /// is absent stands where the nearest value around it begins.
  mutating func locateFindings(_ documents: PackageDocuments) {
    var files: [ExactText: [Int]] = [:]
    for index in findings.indices { files[ExactText(findings[index].place.file), default: []].append(index) }
    for (file, indices) in files {
      guard let text = text(of: file.text), !text.isEmpty else { continue }
      let around = resolvePaths(indices, file.text, text, documents)
      let places = indices.compactMap { index in
        findings[index].place.byteOffset.map { (offset: min($0, text.count), index: index) }
      }.sorted { $0.offset < $1.offset }
      for (place, position) in zip(places, TextPosition.positions(of: places.map(\.offset), in: text)) {
        findings[place.index].position = position
      }
      for index in indices { findings[index].isInText = true }
      addExcerpts(places.filter { !around.contains($0.index) }, text)
    }
  }

  /// Gives findings that have only a path the offset that it leads to.
  ///
  /// - Returns: those of which only what is around them is there, and no line is worth showing.
  private mutating func resolvePaths(
    _ indices: [Int], _ file: String, _ text: [UInt8], _ documents: PackageDocuments
  ) -> Set<Int> {
    var around: Set<Int> = []
    let pending = indices.filter {
      findings[$0].place.byteOffset == nil && findings[$0].place.jsonPath != nil
    }
    guard !pending.isEmpty else { return [] }
    if file == PackageLayout.card {
      guard let block = FrontMatterBlock(text)?.text,
        let matter = try? YAMLDocument(
          yaml: Array(text[block]), at: Place(file: file, byteOffset: block.lowerBound))
      else { return [] }
      for index in pending {
        let path = findings[index].place.jsonPath ?? "$"
        let nearest = matter.nearestPlace(of: path)
        findings[index].place.byteOffset = nearest.byteOffset ?? block.lowerBound
        if nearest.jsonPath != path { around.insert(index) }
      }
    } else if case .success(let document)? = documents.json[file] {
      for index in pending {
        let node = JSONNode.nearest(to: findings[index].place.jsonPath ?? "$", in: document)
        findings[index].place.byteOffset = node.byteOffset
        if node.path != findings[index].place.jsonPath { around.insert(index) }
      }
    }
    return around
  }

  /// Cuts out the lines that may be shown: none that has a secret.
  private mutating func addExcerpts(_ places: [(offset: Int, index: Int)], _ text: [UInt8]) {
    guard text.count <= Self.excerptLimit, !places.isEmpty else { return }
    let secrets = text.withUnsafeBytes { SecretScanner.secrets(in: $0) }
    var counts: [String: Int] = [:]
    for place in places {
      let rule = findings[place.index].rule
      guard counts[rule, default: 0] < Self.excerptCount, rule != Rule.sec003.id else { continue }
      counts[rule, default: 0] += 1
      let line = SourceExcerpt.line(around: place.offset, in: text).range
      if secrets.contains(where: { $0.range.overlaps(line) }) { continue }
      // One that was found elsewhere may stand here without what tells it.
      let shown = String(decoding: text[line], as: UTF8.self)
      if mask(shown) != shown { continue }
      findings[place.index].excerpt = SourceExcerpt(text, at: place.offset)
    }
  }

  /// The bytes of a file that an editor shows as text; nil for other files.
  private func text(of file: String) -> [UInt8]? {
    // What is no file of the package has no lines here.
    guard file.utf8.first != UInt8(ascii: "/"),
      let bytes = try? readFile(joinPath(package, file), limit: Self.sizeLimit)
    else { return nil }
    if Self.textSuffixes.contains(where: { file.hasSuffix($0) }) { return bytes }
    guard !bytes.isEmpty, !bytes.prefix(1 << 16).contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self) == nil ? nil : bytes
  }
}
