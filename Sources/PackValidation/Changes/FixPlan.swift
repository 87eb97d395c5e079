import PackFiles
import PackJSON

/// What is to be changed in a package, file by file; nothing is written yet.
struct FixPlan {
  /// The package as it is.
  let package: PackageInspection
  /// What the rules found in it.
  let findings: [Finding]
  private(set) var changes: [FileChange] = []

  /// The largest text that is edited.
  private static let sizeLimit = 1 << 26

  init(package: PackageInspection, findings: [Finding]) {
    self.package = package
    self.findings = findings
  }

  /// Whether a rule's findings are to be settled: not those of one that is left out.
  func allows(_ rule: String) -> Bool { !package.settings.ignored.contains(rule) }

  /// Whether a rule has a finding.
  func hasFinding(_ rule: String) -> Bool { findings.contains { $0.rule == rule } }

  /// A file's bytes with the changes so far; nil when there is no such file.
  func bytes(_ path: String) -> [UInt8]? {
    if case .bytes(let bytes)? = change(path)?.content { return bytes }
    return try? readFile(joinPath(package.root, path), limit: Self.sizeLimit)
  }

  /// A JSON file with the changes so far; nil when it cannot be read.
  func document(_ path: String) -> JSONDocument? {
    bytes(path).flatMap { try? JSONDocument(bytes: $0, name: path) }
  }

  /// The paths of the files.
  var files: [String] { package.listing.files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  /// Gives a file other bytes.
  mutating func write(_ path: String, _ bytes: [UInt8], for rule: String) {
    write(path, bytes, for: [rule])
  }

  /// Gives a file other bytes, for what several rules found.
  mutating func write(_ path: String, _ bytes: [UInt8], for rules: [String]) {
    guard self.bytes(path) != bytes else { return }
    var unique: [String] = []
    for rule in rules where !unique.contains(rule) { unique.append(rule) }
    add(FileChange(path: path, rules: unique, content: .bytes(bytes)))
  }

  /// Has a file written by a function, since it is too large to be held in memory.
  ///
  /// - Parameters:
  ///   - summary: the lines that a diff shows, each begun by `-` or `+`.
  ///   - write: is given the path of the new file.
  mutating func rewrite(
    _ path: String, for rule: String, summary: [String],
    write: @escaping @Sendable (String) throws -> Void
  ) {
    add(FileChange(path: path, rules: [rule], content: .written(summary: summary, write: write)))
  }

  /// Takes a file out of the package.
  mutating func remove(_ path: String, for rule: String) {
    add(FileChange(path: path, rules: [rule], content: .removed))
  }

  private func change(_ path: String) -> FileChange? {
    changes.first { $0.path.utf8.elementsEqual(path.utf8) }
  }

  private mutating func add(_ change: FileChange) {
    var change = change
    if let index = changes.firstIndex(where: { $0.path.utf8.elementsEqual(change.path.utf8) }) {
      change.rules = changes[index].rules + change.rules.filter { !changes[index].rules.contains($0) }
      changes[index] = change
    } else {
      changes.append(change)
    }
  }
}
