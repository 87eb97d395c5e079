import ModelDir
import PackFiles
import PackYAML

extension DiffSides {
  /// The card's front matter, key by key, and its text, line by line; the license is a section of its own.
  func card() throws -> DiffSection {
    let path = PackageLayout.card
    guard !isSame(path) else { return DiffSection(name: "card", summary: "equal", entries: []) }
    let (before, after) = (try old.bytes(path) ?? [], try new.bytes(path) ?? [])
    var entries: [DiffEntry] = []
    let (values, others) = (frontMatter(before), frontMatter(after))
    for key in Set(values.keys).union(others.keys).sorted() where !Self.licenseKeys.contains(key) {
      if let entry = DiffEntry("\(path), \(key)", old: values[key], new: others[key]) {
        entries.append(entry)
      }
    }
    let lines = { (card: [UInt8]) in Self.prose(card) }
    let (gone, new) = (lines(before), lines(after))
    let difference = new.difference(from: gone)
    let counts = (difference.insertions.count, difference.removals.count)
    if counts != (0, 0) {
      var entry = DiffEntry("\(path), text", .changed)
      entry.old = first(difference.removals)
      entry.new = first(difference.insertions)
      entry.measures = [
        .init(name: "lines_new", value: Double(counts.0)), .init(name: "lines_gone", value: Double(counts.1)),
      ]
      entries.append(entry)
    }
    if entries.isEmpty, license().entries.isEmpty {
      entries.append(DiffEntry(path, .changed, isVisible: false))
    }
    return DiffSection(
      name: "card", summary: "\(counts.0) lines new, \(counts.1) gone", entries: entries)
  }

  private static let licenseKeys: Set<String> = ["license", "license_name", "license_link"]

  /// What may be done with the package.
  func license() -> DiffSection {
    let card = { (side: PackageSide) in (try? side.bytes(PackageLayout.card)).flatMap { $0 } ?? [] }
    let (values, others) = (frontMatter(card(old)), frontMatter(card(new)))
    var entries = Self.licenseKeys.sorted().compactMap { key in
      DiffEntry("\(PackageLayout.card), \(key)", old: values[key], new: others[key])
    }
    for path in paths(where: PackageLayout.licenseFiles.contains) where !isSame(path) {
      entries.append(
        DiffEntry(path, old.digests[path] == nil ? .new : new.digests[path] == nil ? .gone : .changed))
    }
    let name = { (values: [String: String]) in values["license"] ?? "none" }
    return DiffSection(
      name: "license",
      summary: entries.isEmpty ? "equal: \(name(values))" : "\(name(values)) before, \(name(others)) now",
      entries: entries)
  }

  private func frontMatter(_ card: [UInt8]) -> [String: String] {
    guard let matter = try? FrontMatter(card: card, name: PackageLayout.card),
      case .mapping(let pairs) = matter.value
    else { return [:] }
    return Dictionary(pairs.map { ($0.key, Self.text($0.value)) }, uniquingKeysWith: { _, last in last })
  }

  private static func text(_ value: YAMLValue) -> String {
    switch value {
    case .scalar(let text, _): text
    case .sequence(let elements), .set(let elements): "[" + elements.map(text).joined(separator: ", ") + "]"
    case .mapping(let pairs):
      "{" + pairs.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// The lines below the front matter.
  private static func prose(_ card: [UInt8]) -> [String] {
    let lines = String(decoding: card, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasSuffix("\r") ? String($0.dropLast()) : String($0) }
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return lines }
    return Array(lines[(end + 1)...])
  }

  private func first(_ changes: [CollectionDifference<String>.Change]) -> String? {
    for change in changes {
      switch change {
      case .insert(_, let line, _), .remove(_, let line, _):
        if !line.allSatisfy({ $0 == " " }) { return Self.cut(line, to: 120) }
      }
    }
    return nil
  }
}
