import ModelDir
import Testing

/// Which lines of a card are marks, and what becomes of what stands between them.
@Suite struct MarkedCardTests {
  private static let usage = "<!-- pruning-pack: usage -->\nold\n<!-- /pruning-pack: usage -->\n"

  private func renewed(_ card: String, _ sections: [String: String] = ["usage": "NEW\n"]) -> String {
    String(
      decoding: MarkedCard(Array(card.utf8)).renewed(sections.mapValues { Array($0.utf8) }), as: UTF8.self)
  }

  @Test func onlyWhatStandsBetweenMarksIsReplaced() {
    let card = "---\na: b\n---\n# T\nmine\n\(Self.usage)also mine\n"
    #expect(renewed(card) == "---\na: b\n---\n# T\nmine\nNEW\nalso mine\n")
    #expect(renewed(card, ["limits": "NEW\n"]) == card)
    #expect(renewed(card, [:]) == card)
  }

  @Test func aSectionThatSomebodyDeletedStaysDeleted() {
    #expect(renewed("# T\n\nmine\n") == "# T\n\nmine\n")
    #expect(renewed("") == "")
  }

  @Test func aSectionThatStandsTwiceIsRenewedOnce() {
    #expect(renewed(Self.usage + Self.usage) == "NEW\n" + Self.usage)
  }

  @Test(arguments: [
    "<!-- pruning-pack: usage -->\nmine\n", "mine\n<!-- /pruning-pack: usage -->\n",
    "<!-- pruning-pack: usage -->\nmine\n<!-- /pruning-pack: limits -->\n",
    " <!-- pruning-pack: usage -->\nmine\n<!-- /pruning-pack: usage -->\n",
    "<!-- pruning-pack: -->\nmine\n<!-- /pruning-pack: -->\n",
    "<!-- pruning-pack: usage --> x\nmine\n<!-- /pruning-pack: usage -->\n",
    "```\n\(usage)```\n", "~~~~ md\n~~~\n\(usage)~~~~\n", "---\na: |\n  x\n# \(usage)---\n",
  ])
  func whatIsNoPairOfMarksIsText(card: String) { #expect(renewed(card) == card) }

  @Test func aMarkWithoutItsOtherHalfHidesNoOther() {
    let card = "<!-- pruning-pack: limits -->\nmine\n\(Self.usage)"
    #expect(renewed(card) == "<!-- pruning-pack: limits -->\nmine\nNEW\n")
    // A fence is closed before the marks begin to count again.
    #expect(renewed("```sh\nls\n```\n\(Self.usage)") == "```sh\nls\n```\nNEW\n")
    #expect(renewed("`````\n```\n`````\n\(Self.usage)") == "`````\n```\n`````\nNEW\n")
  }

  @Test func lineEndsAreTheCards() {
    let card = "# T\r\n" + Self.usage.replacing("\n", with: "\r\n") + "mine\r\n"
    #expect(renewed(card, ["usage": "a\nb\n"]) == "# T\r\na\r\nb\r\nmine\r\n")
    #expect(renewed("# T\n" + Self.usage.dropLast(), ["usage": "a\nb\n"]) == "# T\na\nb")
  }

  @Test func bytesThatAreNoTextStay() {
    let card: [UInt8] = [0xFF, 0x0A] + Array(Self.usage.utf8) + [0xC3]
    #expect(
      MarkedCard(card).renewed(["usage": Array("NEW\n".utf8)]) == [0xFF, 0x0A] + Array("NEW\n".utf8) + [0xC3])
  }

  @Test func aSectionHasTextBetweenItsMarks() {
    let card = MarkedCard(
      Array((Self.usage + "<!-- pruning-pack: parity -->\n<!-- /pruning-pack: parity -->\n").utf8))
    #expect(card.hasText("usage") && !card.hasText("parity") && !card.hasText("limits"))
  }

  @Test func marksAndWhatTheyHoldAreNobodysText() {
    #expect(CardProse.lost(from: "# T\n\(Self.usage)mine\n", in: "") == ["mine"])
  }

  @Test func theTableOfResultsFollowsTheFrontMatter() throws {
    let index =
      "model-index:\n- name: m\n  results:\n  - task: {type: t}\n    dataset: {type: d, name: D}\n"
      + "    metrics: [{type: f2, value: 0.5}]\n"
    let marks = ["<!-- pruning-pack: evaluation -->\n", "<!-- /pruning-pack: evaluation -->\n"]
    let card = { (front: String, section: String) in
      Array("---\nlicense: mit\n\(front)---\n# T\n\(marks[0])\(section)\(marks[1])mine\n".utf8)
    }
    let filled = GeneratedCard.renewingEvaluation(card(index, ""))
    #expect(String(decoding: filled, as: UTF8.self).contains("| D | t | f2 | 0.5 |\n" + marks[1] + "mine\n"))
    #expect(GeneratedCard.renewingEvaluation(card("", "old\n")) == card("", ""))
    let bare = Array("---\n\(index)---\n# T\n".utf8)
    #expect(GeneratedCard.renewingEvaluation(bare) == bare)
  }
}
