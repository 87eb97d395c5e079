import ModelDir
import PackFiles
import PackYAML
import PackageFixtures
import TestSupport
import Testing

/// What a save takes over of a source's card, and keeps of the card that is there.
@Suite struct CardKeepingTests {
  private let directory: TemporaryDirectory
  private let model: String
  private let head: String

  init() throws {
    directory = try TemporaryDirectory()
    model = directory.file("model")
    head = directory.file("head.safetensors")
    try TinyModel().write(to: model)
    try TinyModel.writeHead(to: head)
  }

  private var options: SaveOptions {
    var options = SaveOptions(source: .rankingModel(model), pruningHead: head, output: directory.file("out"))
    options.replacesOutput = true
    return options
  }

  private var cardPath: String { joinPath(directory.file("out"), "README.md") }

  /// Saves, and gives the card, its front matter and the decisions.
  @discardableResult
  private func save(
    _ options: SaveOptions? = nil, _ facts: CardFacts = CardFacts()
  ) throws -> (card: String, values: YAMLValue, decisions: String) {
    let report = try PackageSaver.save(options ?? self.options) { _ in
      true
    } describe: { _ in
      facts
    }
    let card = try readFile(joinPath(report.path, "README.md"))
    let matter = try #require(try FrontMatter(card: card, name: "README.md"))
    #expect(matter.clientFaults.isEmpty)
    return (
      String(decoding: card, as: UTF8.self), matter.value,
      report.decisions.map(\.description).joined(separator: "\n")
    )
  }

  private func edit(_ change: (String) -> String) throws {
    try overwriteFile(cardPath, Array(change(String(decoding: try readFile(cardPath), as: UTF8.self)).utf8))
  }

  private func sourceCard(_ text: String) throws { try writeFile(joinPath(model, "README.md"), text) }

  private func value(_ yaml: String) throws -> YAMLValue {
    try YAMLValue(yaml: Array(yaml.utf8), at: Place(file: "expected"))
  }

  @Test func whatTheSourcesCardSaysGoesOnAsItStands() throws {
    let kept = """
      widget:
      - text: "What, \\"so\\"?"   # a comment
        example_title: Two
      metrics: [mrr,
        ndcg]
      "quoted key": 'it''s'
      model-index:
      - name: base
        results:
        - task: {type: text-ranking, name: Reranking}
          dataset: {type: acme/d, name: "D | one"}
          metrics:
          - {type: mrr, value: 0.7310, name: "MRR@10"}
          - {type: ndcg, value: 41}
      co2_eq_emissions: 12.5
      text: |
        two
        lines

      """
    try sourceCard(
      "---\nlibrary_name: sentence-transformers\npipeline_tag: fill-mask\nnew_version: acme/newer\n"
        + "tags:\n- mine\n- reranker\n- no\nbase_model_relation: quantized\nlicense: mit\n\(kept)---\n# Base\n\nProse.\n"
    )
    let (card, values, decisions) = try save()
    // The line break before the dashes is none of the text.
    let expected = try value(String(kept.dropLast()))
    for key in ["widget", "metrics", "quoted key", "model-index", "co2_eq_emissions", "text"] {
      #expect(values[key] == expected[key] && values[key] != nil, "\(key)")
    }
    #expect(card.contains("\n" + kept + "---\n"))
    #expect(values["new_version"] == nil && values["base_model_relation"] == nil)
    #expect(values["library_name"]?.string == "transformers")
    #expect(values["pipeline_tag"]?.string == "text-ranking")
    #expect(
      values["tags"]?.strings == [
        "mine", "pruning-encoder", "context-pruning", "provence", "reranker", "cross-encoder",
        "sentence-transformers",
      ])
    #expect(
      card.contains("| D \\| one | Reranking | MRR@10 | 0.7310 |\n| D \\| one | Reranking | ndcg | 41 |\n"))
    #expect(!decisions.contains("not taken"))
    #expect(card.contains("](README.source.md)"))
    #expect(
      try readFile(joinPath(directory.file("out"), "README.source.md")).suffix(8).elementsEqual(
        "\nProse.\n".utf8))
  }

  @Test(arguments: [
    ("{widget: 1, metrics: [a]}\n", ["widget", "metrics"]), ("a: &x 1\nb: *x\n", ["b"]),
    ("base: &x\n  thumbnail: t\n<<: *x\n", ["thumbnail"]), ("widget: /home/me/x\nmetrics: [a]\n", ["widget"]),
    ("model-index: 5\n", ["model-index"]), ("self: 1\nmetrics: [a]\n", ["self"]),
    ("widget: 1\nmetrics: [a]\nwidget: 2\n", []), ("tags: 7\nmetrics: [a]\n", []),
  ])
  func whatCannotBeKeptIsNamed(yaml: String, leftOut: [String]) throws {
    try sourceCard("---\n\(yaml)---\n# Base\n")
    let (_, values, decisions) = try save()
    for key in leftOut { #expect(values[key] == nil && decisions.contains(key), "\(key): \(decisions)") }
    #expect(decisions.contains("not taken from the source's card") == !leftOut.isEmpty)
  }

  @Test func lineEndsOfTheSourceAreNoneOfThePackages() throws {
    try sourceCard("---\r\nmetrics:\r\n- a\r\nnote: |\r\n  one\r\n  two\r\n---\r\n# Base\r\n")
    let (card, values, _) = try save()
    #expect(values["metrics"]?.strings == ["a"] && values["note"]?.string == "one\ntwo")
    #expect(!card.contains("\r"))
  }

  @Test func whatSomebodyWroteStays() throws {
    let first = try save().card
    try edit { card in
      card.replacing("# out\n", with: "# out\n\nTrained with care.\n").replacing(
        "library_name: transformers\n",
        with: "library_name: transformers\nnote: mine  # by hand\nlicense: mit\n")
        + "\nThe end.\n"
    }
    var second = options
    second.threshold = 0.25
    let (card, values, decisions) = try save(second)
    #expect(values["note"]?.string == "mine" && values["license"]?.string == "mit")
    #expect(card.contains("note: mine  # by hand\n") && card.hasSuffix("\nThe end.\n"))
    #expect(card.contains("# out\n\nTrained with care.\n"))
    #expect(card.contains("above 0.25 are kept") && !card.contains("above 0.5 are kept"))
    #expect(!decisions.contains("no license"))
    // Without what somebody wrote it is the first card, but for the threshold.
    let rest = card.replacing("\n\nTrained with care.\n", with: "\n").replacing("\nThe end.\n", with: "\n")
      .replacing(
        "note: mine  # by hand\nlicense: mit\n", with: "")
    #expect(rest.dropLast() == first.replacing("0.5", with: "0.25"))
  }

  @Test func aDeletedSectionAndTagsStayAsTheyAre() throws {
    try save()
    try edit { card in
      let start = card.firstRange(of: "<!-- pruning-pack: limits -->")!.lowerBound
      let end = card.firstRange(of: "<!-- /pruning-pack: limits -->\n")!.upperBound
      return card.replacingCharacters(start..<end).replacing(
        "tags:\n- pruning-encoder\n", with: "tags:\n- own\n")
    }
    let (card, values, _) = try save()
    #expect(!card.contains("limits") && !card.contains("## Limits") && card.contains("## Citation"))
    #expect(
      values["tags"]?.strings?.first == "own" && values["tags"]?.strings?.contains("pruning-encoder") == false
    )
  }

  @Test func optionsAreMoreThanTheCardAndTheCardMoreThanTheSource() throws {
    try sourceCard("---\nlicense: mit\nlanguage: de\nbase_model: acme/source\nmetrics: [a]\n---\n# Base\n")
    var first = options
    first.license = "other"
    first.licenseName = "ours"
    first.licenseLink = "LICENSE"
    try save(first)
    try edit {
      $0.replacing("language: de", with: "language: fr").replacing("acme/source", with: "acme/card")
        .replacing(
          "metrics: [a]\n", with: "metrics: [b]\n")
    }
    let (card, values, decisions) = try save()
    #expect(values["license"]?.string == "other" && values["license_name"]?.string == "ours")
    #expect(values["language"]?.string == "fr" && values["metrics"]?.strings == ["b"])
    #expect(values["base_model"]?.string == "acme/card" && card.contains("| Base model | `acme/card` |"))
    #expect(decisions.contains("license, language, base_model"))
    var third = options
    third.license = "apache-2.0"
    third.baseModel = "acme/option"
    third.languages = ["es", "it"]
    let last = try save(third).values
    #expect(
      last["license"]?.string == "apache-2.0" && last["license_name"] == nil && last["license_link"] == nil)
    #expect(last["language"]?.strings == ["es", "it"] && last["base_model"]?.string == "acme/option")
    #expect(last["metrics"]?.strings == ["b"])
  }

  @Test func aCardInBracesIsKeptAsItIs() throws {
    try save()
    try edit {
      "---\n{library_name: transformers, pipeline_tag: text-ranking}\n---\n" + $0.split(separator: "---\n")[1]
    }
    var second = options
    second.license = "mit"
    let (card, values, decisions) = try save(second)
    #expect(card.hasPrefix("---\n{library_name") && values["license"] == nil)
    #expect(decisions.contains("cannot be edited line by line"))
  }

  @Test func aCardWithoutMarksIsKeptForItsText() throws {
    try save()
    let own =
      "---\nlibrary_name: transformers\npipeline_tag: text-ranking\n---\n# Ours\n\nTrained with care.\n"
    try edit { _ in own }
    let (card, _, decisions) = try save()
    #expect(
      card.hasSuffix("---\n# Ours\n\nTrained with care.\n")
        && decisions.contains("it is kept; card replaces it"))
    var second = options
    second.card = try directory.write("card.md", own.replacing("Ours", with: "Theirs"))
    #expect(try save(second).card == own.replacing("Ours", with: "Theirs"))
  }

  @Test func aCardOfAFormerVersionBecomesANewOne() throws {
    try save()
    try edit { card in
      let front = card.split(separator: "# out")[0].replacing("tags:", with: "note: mine\ntags:")
      return front + "# out\n\n## Usage\n\n`CrossEncoder` gives the same relevance scores.\n"
    }
    let (card, values, decisions) = try save()
    #expect(card.contains("<!-- pruning-pack: usage -->") && values["note"]?.string == "mine")
    #expect(!decisions.contains("it is kept"))
  }

  @Test func aGivenCardHasItsSectionsFilledIn() throws {
    let own =
      "---\nlicense: mit\nlibrary_name: transformers\n---\n# Mine\n\nProse.\n\n<!-- pruning-pack: details -->\n<!-- /pruning-pack: details -->\nMore.\n"
    var given = options
    given.card = try directory.write("card.md", own)
    let card = try save(given).card
    #expect(card.hasPrefix("---\nlicense: mit\nlibrary_name: transformers\n---\n# Mine\n\nProse.\n\n<!--"))
    #expect(card.contains("| Maximum input | 64 tokens") && card.hasSuffix(" -->\nMore.\n"))
    #expect(!card.contains("## Usage"))
  }

  @Test func aPackageThatIsSavedAgainKeepsItsCard() throws {
    try sourceCard("---\nlicense: mit\nmetrics: [a]\n---\n# Base\n\nProse.\n")
    try save()
    try edit { $0 + "\nThe end.\n" }
    let other = SaveOptions(source: .knownLayout(directory.file("out")), output: directory.file("other"))
    let (card, values, _) = try save(other)
    #expect(
      card.contains("# other\n") && card.contains("from_pretrained(\"other\"") && !card.contains("\"out\""))
    #expect(card.hasSuffix("\nThe end.\n") && values["metrics"]?.strings == ["a"])
    #expect(fileKind(joinPath(other.output, "README.source.md")) == .file)
  }

  @Test func whatThePackageComputesStandsInItsSections() throws {
    let facts = CardFacts(
      example: CardExample(
        sentences: [
          .init(text: "One. ", probability: 0.9, isKept: true),
          .init(text: "Two.", probability: 0.1, isKept: false),
        ], score: 0.125, compressionRate: 44.4, rerankedScores: [0.5, -0.001],
        tokens: [.init(text: "Giant", probability: 0.994, isKept: true)], shortScore: 1),
      largestDifference: 6e-6)
    let card = try save(nil, facts).card
    #expect(card.contains("> **One.** Two.\n") && card.contains("| Kept | 1 of 2 sentences |\n"))
    #expect(
      card.contains("# One.\n") && card.contains("# removed: 44%\n") && card.contains("# score: 0.12\n"))
    #expect(card.contains("# 0.50 Giant pandas eat almost") && card.contains("# -0.00 The museum"))
    #expect(card.contains("# score: 1.00\n# kept   0.99 'Giant'\n") == false)
    #expect(card.contains("# kept   0.99 'Giant'\n"))
    // Without recorded outputs there is nothing to differ from.
    #expect(!card.contains("## Parity"))
    #expect(try !save(nil, CardFacts()).card.contains("One."))
  }
}

extension String {
  fileprivate func replacingCharacters(_ range: Range<Index>) -> String {
    String(self[..<range.lowerBound]) + self[range.upperBound...]
  }
}
