import PackEvaluation
import Testing

@Suite struct CardResultsTests {
  private func results(_ dataset: String = "dev", f2: Double = 0.5) -> CardResults {
    CardResults(
      modelName: "tiny: a", task: "text-ranking", dataset: dataset,
      metrics: [CardResults.Metric(type: "f2", name: "F2", value: f2)])
  }

  private func written(_ card: String, _ results: CardResults) throws -> String {
    String(decoding: try results.written(to: Array(card.utf8), name: "README.md"), as: UTF8.self)
  }

  private static let result = """
    model-index:
      - name: "tiny: a"
        results:
          - task:
              type: text-ranking
            dataset:
              type: dev
              name: dev
            metrics:
              - type: f2
                value: 0.5
                name: F2

    """

  @Test func resultsFollowTheOtherKeys() throws {
    let card = "---\nlicense: mit # why\ntags: [a]\n---\n# Title\n"
    let new = try written(card, results())
    #expect(new == "---\nlicense: mit # why\ntags: [a]\n\(Self.result)---\n# Title\n")
    #expect(try written(new, results()) == new)
  }

  @Test func resultsOfOtherDataStay() throws {
    var card = try written("---\r\nlicense: mit\r\n---\r\nText", results("a/b", f2: 0.25))
    card = try written(card, results("dev", f2: 0.5))
    card = try written(card, results("a/b", f2: 0.75))
    #expect(card.contains("value: 0.75") && card.contains("value: 0.5") && !card.contains("value: 0.25"))
    #expect(card.hasSuffix("---\r\nText") && !card.replacing("\r\n", with: "").contains("\n"))
  }

  @Test func aKeyBehindStays() throws {
    let card = "---\nmodel-index:\n  - name: x\n    results: []\nlicense: mit\n---\n"
    let new = try written(card, results())
    #expect(new.hasSuffix("license: mit\n---\n") && new.contains("name: x\n"))
  }

  @Test func commentsBehindStay() throws {
    let index = "model-index:\n  - name: x\n    results: []\n    # inside\n"
    let new = try written("---\n\(index)\n# the licence\n  \nlicense: mit\n---\n", results())
    #expect(new.hasSuffix("name: F2\n\n# the licence\n  \nlicense: mit\n---\n"), "\(new)")
    let last = try written("---\nlicense: mit\n\(index)# the end\n---\nText", results())
    #expect(last.hasSuffix("name: F2\n# the end\n---\nText"), "\(last)")
  }

  @Test(arguments: [
    "      type: dev\n        name: dev\n        config: de\n",
    "      type: dev\n        name: dev\n        split: test\n",
    "      type: dev\n        name: dev\n        revision: 3f\n",
  ])
  func resultsOfAPartOfTheDataStay(dataset: String) throws {
    let card = Self.card(dataset: dataset, metrics: "      - type: f2\n          value: 0.25\n")
    let new = try written(card, results())
    #expect(new.contains("value: 0.25") && new.contains("value: 0.5"), "\(new)")
  }

  @Test(arguments: [
    ("      - type: ndcg_at_10\n          value: 0.25\n", true),
    ("      - type: f2\n          value: 0.25\n        - type: mrr\n          value: 1\n", true),
    ("      - type: f2\n          value: 0.25\n        - type: keep_auc\n          value: 1\n", false),
  ])
  func figuresOfOthersStay(metrics: String, stays: Bool) throws {
    let card = Self.card(dataset: "      type: dev\n        name: dev\n", metrics: metrics)
    let new = try written(card, results())
    #expect(new.contains("value: 0.25") == stays && new.contains("value: 0.5"), "\(new)")
  }

  private static func card(dataset: String, metrics: String) -> String {
    "---\nmodel-index:\n- name: x\n  results:\n  - task:\n      type: text-ranking\n    dataset:\n  \(dataset)    metrics:\n"
      + "  \(metrics)---\n"
  }

  @Test(arguments: ["model-index: []", "model-index:", "model-index: null"])
  func noResultsAreNoneThatCannotBeRead(index: String) throws {
    let new = try written("---\nlicense: mit\n\(index)\n---\n", results())
    #expect(new == "---\nlicense: mit\n\(Self.result)---\n")
  }

  @Test func aReturnInTheTextEndsNoLine() throws {
    let new = try written("---\nlicense: mit\n---\none\r\ntwo\r\n", results())
    #expect(new == "---\nlicense: mit\n\(Self.result)---\none\r\ntwo\r\n")
  }

  @Test(arguments: [
    "# no front matter", "---\n{license: mit}\n---\n", "---\nmodel-index: 3\n---\n", "---\n- a\n---\n",
  ])
  func aCardThatCannotBeEditedIsRefused(card: String) throws {
    #expect(throws: EvaluationError.self) { try written(card, results()) }
  }
}
