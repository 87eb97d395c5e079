import ModelDir
import PackTemplates
import Testing

/// What a card is called on the Hub, and what of one is its author's own.
@Suite struct CardNamesTests {
  private func renamed(_ card: String) throws -> String {
    let name = try #require(RepositoryName("acme/my-pruner"))
    return String(decoding: CardNames.renamed(Array(card.utf8), to: name), as: UTF8.self)
  }

  private static let load = "m = AutoModel.from_pretrained(\"mine\", trust_remote_code=True)"

  @Test func snippetsAndTitleAreRenamed() throws {
    let card = """
      # mine

      "mine" is small. See mine.

      ```python
      t = AutoTokenizer.from_pretrained('mine', trust_remote_code=True)
      \(Self.load)
      other = AutoModel.from_pretrained("bert-base-uncased")
      ```
      ````sh
      $ pruning-pack prune "mine" --query "is it mine"
      ````
      """
    let expected = """
      # acme/my-pruner

      "mine" is small. See mine.

      ```python
      t = AutoTokenizer.from_pretrained('acme/my-pruner', trust_remote_code=True)
      m = AutoModel.from_pretrained("acme/my-pruner", trust_remote_code=True)
      other = AutoModel.from_pretrained("bert-base-uncased")
      ```
      ````sh
      $ pruning-pack prune "hf://acme/my-pruner" --query "is it mine"
      ````
      """
    #expect(try renamed(card) == expected)
    #expect(try renamed(expected) == expected)
  }

  @Test(arguments: [
    "# mine\n", "# mine\n\n\(load)\n", "```python\nAutoModel.from_pretrained(\"mine\")\n```\n",
    "```python\nAutoModel.from_pretrained(name, trust_remote_code=True)\n```\n", "", "\u{FEFF}# mine\r\n",
  ])
  func aCardThatLoadsNothingStays(_ card: String) throws { #expect(try renamed(card) == card) }

  @Test func bytesThatAreNoTextStay() throws {
    let name = try #require(RepositoryName("acme/my-pruner"))
    let bytes: [UInt8] = Array("```\n\(Self.load)\n```\n".utf8) + [0xFF]
    #expect(CardNames.renamed(bytes, to: name) == bytes)
  }

  @Test func whatTheTemplateGaveIsNoProse() {
    let lines = CardTemplate.text.split(separator: "\n").map { line in
      line.replacing("{{max_length}}", with: "512").replacing("{{family}}", with: "BERT").replacing(
        "{{parameters}}", with: "1,234")
    }
    let old = lines.joined(separator: "\n")
    #expect(CardProse.lost(from: old, in: "").filter { !$0.contains("{{") } == [])
    #expect(CardProse.lost(from: "---\nlicense: mit\n---\n", in: "") == [])
  }

  @Test func whatSomebodyWroteIsProse() {
    let old = "---\nlicense: mit\n---\n# Ours\n\nWe trained it ourselves.\r\n\n- on our data\n"
    #expect(CardProse.lost(from: old, in: "") == ["We trained it ourselves.", "- on our data"])
    #expect(CardProse.lost(from: old, in: "- on our data\n  We trained it ourselves.\n") == [])
  }
}
