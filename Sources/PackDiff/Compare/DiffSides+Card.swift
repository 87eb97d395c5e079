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
    let difference = LineDifference(Self.prose(before), Self.prose(after))
    if !difference.isEmpty {
      var entry = DiffEntry("\(path), text", .changed)
      entry.old = Self.first(difference.gone)
      entry.new = Self.first(difference.new)
      entry.measures = [
        .init(name: "lines_new", value: Double(difference.new.count)),
        .init(name: "lines_gone", value: Double(difference.gone.count)),
      ]
      entries.append(entry)
    }
    if entries.isEmpty, license().entries.isEmpty {
      entries.append(DiffEntry(path, .changed, isVisible: false))
    }
    return DiffSection(
      name: "card", summary: "\(difference.new.count) lines new, \(difference.gone.count) gone",
      entries: entries)
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
  private static func prose(_ card: [UInt8]) -> [ExactText] {
    FrontMatterBlock.prose(of: card).map { ExactText(String(decoding: $0, as: UTF8.self)) }
  }

  /// The first line that says something.
  private static func first(_ lines: [ExactText]) -> String? {
    lines.first { !$0.text.utf8.allSatisfy { $0 == 0x20 } }.map { cut($0.text, to: 120) }
  }
}
