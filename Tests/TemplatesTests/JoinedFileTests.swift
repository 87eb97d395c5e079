import PackFiles
import PackTemplates
import TestSupport
import Testing

/// The modelling file is written in parts and joined by Tools/generate/modelling_file.py; this joins them once more.
@Suite struct JoinedFileTests {
  private static let parts = joinPath(CommandRun.repository, "templates/modelling")
  private static let joined = "# ---- joined from here on ----"

  private func text(_ path: String) throws -> String { String(decoding: try readFile(path), as: UTF8.self) }

  private func names() throws -> [String] {
    try text(joinPath(Self.parts, "parts.txt")).split(separator: "\n").map(String.init)
  }

  @Test func theFileIsWhatItsPartsSay() throws {
    var expected: [Substring] = []
    for name in try names() {
      let lines = try text(joinPath(Self.parts, "\(name).py")).split(
        separator: "\n", omittingEmptySubsequences: false)
      let places = lines.indices.filter { lines[$0].drop { $0 == " " } == Self.joined }
      try #require(places.count == 1, "\(name).py has \(places.count) lines `\(Self.joined)`")
      #expect(lines.last?.isEmpty == true, "\(name).py does not end with a line's end")
      expected += lines[(places[0] + 1)...].dropLast()
    }
    let found = try text(joinPath(CommandRun.repository, "templates/modeling_pruning_encoder.py"))
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let same = zip(found, expected).prefix { $0 == $1 }.count
    #expect(
      found.elementsEqual(expected),
      "templates/modeling_pruning_encoder.py is stale from line \(same + 1) on: run make modelling")
  }

  @Test func everyPartIsListedOnceAndShort() throws {
    let names = try names()
    #expect(Set(names).count == names.count)
    let onDisk = try listDirectory(Self.parts).map(\.path).filter { $0.hasSuffix(".py") }
    #expect(Set(onDisk) == Set(names.map { "\($0).py" }))
    for name in names {
      #expect(try text(joinPath(Self.parts, "\(name).py")).count { $0 == "\n" } <= 300, "\(name).py")
    }
  }
}
