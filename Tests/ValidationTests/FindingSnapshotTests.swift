import PackFiles
import PackValidation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Each rule's findings as `verify` prints them. `RECORD_SNAPSHOTS=1 make test-swift FILTER=FindingSnapshotTests` writes
/// them anew; what changed is then for a person to read.
@Suite struct FindingSnapshotTests {
  private static let isRecording = getenv("RECORD_SNAPSHOTS") != nil
  private static let directory = joinPath(parentPath(#filePath), "Snapshots")

  @Test(arguments: RuleCatalogue.rules.filter { !$0.examples.allSatisfy(\.isGood) }.map(\.id))
  func printsAsRecorded(id: String) throws {
    let rule = try #require(RuleCatalogue.rule(id))
    var text = ""
    for example in rule.examples where !example.isGood {
      let report = try NamedExample(rule: rule, example: example).report()
      text += "# \(example.name)\n"
      text += Self.roundingNumbers(in: report.text(ofRule: id))
    }
    let file = joinPath(Self.directory, "\(id).txt")
    if Self.isRecording {
      if fileKind(Self.directory) == nil { try makeDirectory(Self.directory) }
      try overwriteFile(file, Array(text.utf8))
    }
    let recorded = String(decoding: try readFile(file), as: UTF8.self)
    #expect(text == recorded, "\(file)")
  }

  /// A text with its long fractions rounded to three digits: processors differ in the last ones.
  private static func roundingNumbers(in text: String) -> String {
    text.replacing(#/-?[0-9]+\.[0-9]{6,}/#) { match in
      Double(match.output).map { "\(($0 * 1000).rounded() / 1000)" } ?? String(match.output)
    }
  }

  /// A snapshot of a rule that is gone says nothing.
  @Test func everySnapshotHasItsRule() throws {
    for entry in try listDirectory(Self.directory) where entry.path.hasSuffix(".txt") {
      #expect(RuleCatalogue.rule(String(entry.path.dropLast(4))) != nil, "\(entry.path)")
    }
  }
}
