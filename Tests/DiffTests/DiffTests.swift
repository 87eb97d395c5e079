import ModelDir
import PackDiff
import PackFiles
import PackJSON
import PackageFixtures
import TestSupport
import Testing

/// What a diff says of two packages that differ in one thing, and what it does not.
@Suite struct DiffTests {
  private let old: TinyPackage
  private let new: TinyPackage
  private static let config = "ranking_model/config.json"

  init() throws {
    old = try TinyPackage(isRanking: true)
    new = try TinyPackage(isRanking: true)
  }

  private func diff() throws -> PackageDiff { try PackageDiff(old: old.path, new: new.path, threads: 2) }

  private func visible() throws -> [String] { try diff().visible.map(\.subject) }

  private func edit(_ path: String, _ change: ([UInt8]) -> [UInt8]) throws {
    try overwriteFile(new.file(path), change(try readFile(new.file(path))))
  }

  @Test func namesOfLabelsAreNoSettings() throws {
    let labels = ["use_cache", "_name_or_path", "dtype"]
    for (package, first) in [(old, 0), (new, 1)] {
      var map = JSONObject()
      for label in labels { map[label] = .int(first) }
      try package.edit(Self.config) { $0["label2id"] = .object(map) }
    }
    #expect(
      try visible() == labels.map { "\(Self.config), $.label2id.\($0)" }.sorted())
  }

  @Test func pathsTellKeysApart() throws {
    try old.edit("config.json") { $0["note"] = .object(["a": .object(["b": .int(1)])]) }
    try new.edit("config.json") { $0["note"] = .object(["a.b": .int(1)]) }
    #expect(try visible() == ["config.json, $.note.a.b", "config.json, $.note[\"a.b\"]"])
  }

  @Test func anEmptyObjectIsAValue() throws {
    try new.edit("config.json") { $0["note"] = .object([:]) }
    #expect(try visible() == ["config.json, $.note"])
  }

  @Test func keysAndValuesAreBytes() throws {
    for (package, letter) in [(old, "\u{e9}"), (new, "e\u{301}")] {
      try package.edit("config.json") {
        $0["note"] = .object([letter: .int(1)])
        $0["author"] = .string(letter)
      }
    }
    #expect(
      try visible().map { Array($0.utf8) }
        == ["author", "note[\"e\u{301}\"]", "note[\"\u{e9}\"]"].map { Array("config.json, $.\($0)".utf8) })
  }

  /// What a version of transformers writes, and another one leaves out because it is the default.
  @Test func defaultsSayNothing() throws {
    let defaults: [(String, JSONValue)] = [
      ("tie_word_embeddings", .bool(true)), ("is_decoder", .bool(false)),
      ("add_cross_attention", .bool(false)), ("position_embedding_type", .string("absolute")),
      ("pruned_heads", .object([:])), ("chunk_size_feed_forward", .int(0)),
    ]
    try new.edit(Self.config) { config in
      for (key, value) in defaults { config[key] = value }
    }
    try old.edit(Self.config) { config in
      for (key, _) in defaults { config[key] = nil }
    }
    #expect(try diff().isEqual)
    #expect(try PackageDiff(old: new.path, new: old.path, threads: 2).isEqual)
    try new.edit(Self.config) {
      $0["tie_word_embeddings"] = .bool(false)
      $0["hidden_dropout_prob"] = nil
    }
    try old.edit(Self.config) { $0["hidden_dropout_prob"] = .double(0.25) }
    #expect(
      try visible() == ["hidden_dropout_prob", "tie_word_embeddings"].map { "\(Self.config), $.\($0)" })
    // The root's keys are no encoder's.
    try new.edit("config.json") { $0["chunk_size_feed_forward"] = .int(0) }
    #expect(try visible().contains("config.json, $.chunk_size_feed_forward"))
  }

  @Test func endsOfLinesAreNoText() throws {
    try edit("README.md") { card in card.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } }
    let same = try diff()
    #expect(same.isEqual)
    #expect(same.unseen.map(\.subject) == ["README.md"])
    try edit("README.md") { $0 + Array("\r\nTrained again.\r\n".utf8) }
    let entries = try diff().visible
    #expect(entries.map(\.subject) == ["README.md, text"])
    #expect(entries.first?.new == "Trained again.")
  }

  /// Two cards that have no line in common, and one whose lines changed places.
  @Test(.timeLimit(.minutes(1))) func longCards() throws {
    let count = 60_000
    let lines = { (word: String) in (0..<count).map { "\(word) \($0)" } }
    let card = try readFile(old.file("README.md"))
    func write(_ lines: [String], to package: TinyPackage) throws {
      try overwriteFile(package.file("README.md"), card + Array((lines.joined(separator: "\n") + "\n").utf8))
    }
    try write(lines("old"), to: old)
    try write(lines("new"), to: new)
    let entry = try diff().visible.first
    #expect(entry?.measures.map(\.value) == [Double(count), Double(count)])
    #expect(entry?.old == "old 0" && entry?.new == "new 0")
    try write(lines("old").reversed(), to: new)
    let moved = try diff().visible
    #expect(moved.map(\.subject) == ["README.md, text"] && moved.first?.measures.map(\.value) == [0, 0])
  }
}
