import PackEncoders
import PackFiles
import PackTemplates
import PackYAML

/// README.md of a package.
struct ModelCard {
  /// The model's name; the snippets load it under this name.
  let name: String
  /// The package's settings.
  let config: PackageConfig
  /// The Hub's id of the licence.
  let license: String?
  /// Name and place of a licence that the Hub has no id for.
  let licenseDetails: (name: String?, link: String?)
  /// What of tokenizer.json is not the source's.
  var tokenizerNotice: String?
  /// Whether the source's card lies beside this one.
  let hasSourceCard: Bool
  /// ISO 639 codes.
  let languages: [String]
  /// Hub ids of what the model was trained on.
  let datasets: [String]
  /// The architecture.
  let family: EncoderFamily
  /// Elements of the sub-model's tensors.
  let parameterCount: Int
  /// Elements of the head's tensors.
  let headParameterCount: Int
  /// What is taken over from the source's card.
  var carried = CarriedFrontMatter()
  /// Where the recorded outputs come from, and what computed them; nil where none are.
  var recording: (origin: ReferenceOutputs.Origin, versions: ReferenceOutputs.Versions)?
  /// What was found out by running the package.
  var facts = CardFacts()
  /// The card's evaluation results, its `model-index`.
  var evaluation: YAMLValue?

  /// The text of a package's card.
  func text() throws(ModelDirError) -> String { try frontMatterText() + bodyText() }

  /// The front matter with its lines of dashes.
  func frontMatterText() throws(ModelDirError) -> String {
    let lines = try TemplateFiller(values: frontMatter).fill(Self.parts(CardTemplate.text).frontMatter)
    let carried = FrontMatterLines.text(carried.entries)
    return lines.dropLast("---\n".utf8.count) + String(decoding: carried, as: UTF8.self) + "---\n"
  }

  /// What stands below the front matter.
  func bodyText() throws(ModelDirError) -> String {
    try TemplateFiller(values: body(parameterCount + headParameterCount)).fill(
      Self.parts(CardTemplate.text).body)
  }

  /// The section on evaluation, with its marks.
  static func evaluationSection(_ index: YAMLValue?) throws(ModelDirError) -> [UInt8]? {
    guard let section = MarkedCard(Array(CardTemplate.text.utf8)).sections["evaluation"] else { return nil }
    var values: [String: String] = [:]
    values["evaluation"] = ModelIndex.rows(index)
    return Array(try TemplateFiller(values: values).fill(String(decoding: section, as: UTF8.self)).utf8)
  }

  /// The text of the card of the ranking model alone.
  func rankingModelText() throws(ModelDirError) -> String {
    let parts = Self.parts(ExportCardTemplate.text)
    return try TemplateFiller(values: frontMatter).fill(parts.frontMatter)
      + TemplateFiller(values: body(parameterCount)).fill(parts.body)
  }

  /// The text of the card of a package as a graph.
  ///
  /// - Parameter graphFile: the graph's path.
  func graphText(graphFile: String) throws(ModelDirError) -> String {
    let parts = Self.parts(GraphCardTemplate.text)
    var values = body(parameterCount + headParameterCount)
    values["graph"] = graphFile
    return try TemplateFiller(values: frontMatter).fill(parts.frontMatter)
      + TemplateFiller(values: values).fill(parts.body)
  }

  /// A template's front matter, which ends with the second line of dashes, and the rest.
  private static func parts(_ template: String) -> (frontMatter: String, body: String) {
    let lines = template.split(separator: "\n", omittingEmptySubsequences: false)
    let end = lines.dropFirst().firstIndex(of: "---") ?? 0
    return (
      lines[...end].joined(separator: "\n") + "\n", lines[(end + 1)...].joined(separator: "\n")
    )
  }

  /// Values as YAML.
  private var frontMatter: [String: String] {
    var values = [config.mode.rawValue: "yes"]
    values["tags"] = tags.map { "\n- " + Self.yaml($0) }.joined()
    values["license"] = license.map { Self.yaml($0) }
    values["license_name"] = licenseDetails.name.map { Self.yaml($0) }
    values["license_link"] = licenseDetails.link.map { Self.yaml($0) }
    values["base_model"] = config.baseModel.map { Self.yaml($0) }
    values["language"] = Self.yaml(languages)
    values["datasets"] = Self.yaml(datasets)
    return values
  }

  /// The source's tags, and the package's own where they are not among them.
  private var tags: [String] {
    var tags: [String] = []
    var seen: Set<String> = []
    let own =
      ["pruning-encoder", "context-pruning", "provence"]
      + (config.mode == .rerankingPruning ? ["reranker", "cross-encoder", "sentence-transformers"] : [])
    for tag in carried.tags.filter({ !own.contains($0) }) + own where seen.insert(tag).inserted {
      tags.append(tag)
    }
    return tags
  }

  /// A text as one line: a line's end would end what it stands in.
  static func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }

  /// One scalar, or several in a sequence; nil for none.
  private static func yaml(_ texts: [String]) -> String? {
    if texts.count < 2 { return texts.first.map { yaml($0) } }
    return "[" + texts.map { yaml($0) }.joined(separator: ", ") + "]"
  }

  /// A plain scalar where YAML cannot take it for anything else, else a quoted one.
  private static func yaml(_ text: String) -> String {
    let isPlain =
      text.utf8.first?.isASCIILetter == true
      && text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "-_./".utf8.contains($0) }
    let words = ["yes", "no", "true", "false", "on", "off", "null", "y", "n"]
    if isPlain && !words.contains(text.lowercased()) { return text }
    return "\"" + oneLine(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
