import PackFiles
import PackJSON
import TestSupport
import Testing

@Suite struct RulesCommandTests {
  @Test func listsEveryRuleInEveryFormat() throws {
    let list = try CommandRun(["rules", "--format", "json"])
    #expect(list.status == 0)
    let rules = try JSONDocument(bytes: Array(list.output.utf8), name: "output").root.elements().map { $0 }
    let ids = try rules.map { try $0.string("id") }
    #expect(!ids.isEmpty && Set(ids).count == ids.count)
    #expect(try rules.allSatisfy { try !$0.string("fix").isEmpty && !$0.string("why").isEmpty })
    let text = try CommandRun(["rules"]).output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    #expect(text == ids)
  }

  @Test func explainsARule() throws {
    let run = try CommandRun(["explain", "cfg007"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("CFG007 local-path (error): ") && run.output.contains("\nFix: "))
    let unknown = try CommandRun(["explain", "CFG999"])
    #expect(unknown.status == 64 && unknown.output.isEmpty)
  }

  /// docs/rules.md is made from the rules by `make docs`.
  @Test func thePageOfTheDocumentationIsCurrent() throws {
    let page = try readFile(joinPath(CommandRun.repository, "docs/rules.md"))
    let markdown = try CommandRun(["rules", "--format", "markdown"]).output
    #expect(String(decoding: page, as: UTF8.self) == markdown, "run `make docs`")
  }
}
