public import PackEncoders
import PackYAML

/// The card that `save` would write for a package that is already there, for parts of it that are missing or out of date.
public struct GeneratedCard: Sendable {
  /// The whole text.
  public let text: String
  /// The sections with their marks, by name.
  private let sections: [String: [UInt8]]

  /// Sections of which only a save knows what they say.
  private static let savedOnly: Set<String> = ["conversion"]
  /// Sections that follow from a recording of outputs.
  private static let recorded: Set<String> = ["versions", "parity", "files"]

  /// Writes a card.
  ///
  /// - Parameters:
  ///   - name: the model's name.
  ///   - config: the package's settings.
  ///   - family: the architecture.
  ///   - parameterCount: elements of the sub-model's tensors.
  ///   - headParameterCount: elements of the head's tensors.
  ///   - hasSourceCard: whether the source's card lies beside this one.
  ///   - card: the package's card, whose front matter says what the package's other files do not; nil where there is none.
  ///   - reference: the recorded outputs.
  ///   - facts: what was found out by running the package.
  /// - Throws: ``ModelDirError`` when the template is broken.
  public init(
    name: String, config: PackageConfig, family: EncoderFamily, parameterCount: Int, headParameterCount: Int,
    hasSourceCard: Bool, card: [UInt8]? = nil, reference: ReferenceOutputs? = nil,
    facts: CardFacts = CardFacts()
  ) throws(ModelDirError) {
    let matter = card.flatMap { try? FrontMatter(card: $0, name: PackageLayout.card) }
    var card = ModelCard(
      name: name, config: config, license: matter?.license, licenseDetails: (nil, nil),
      hasSourceCard: hasSourceCard, languages: [], datasets: matter?.datasets ?? [], family: family,
      parameterCount: parameterCount, headParameterCount: headParameterCount)
    card.recording = reference.map { ($0.origin, $0.versions) }
    card.facts = facts
    card.evaluation = matter?.value["model-index"]
    text = try card.text()
    sections = MarkedCard(Array(text.utf8)).sections
  }

  /// The section on usage, with its marks.
  public var usage: String? { sections["usage"].map { String(decoding: $0, as: UTF8.self) } }

  /// A card with its sections as they would be written now; all else stays, and so do sections that are not there.
  package func renewing(_ card: [UInt8]) -> [UInt8] {
    MarkedCard(card).renewed(sections.filter { !Self.savedOnly.contains($0.key) })
  }

  /// A card with its sections on recorded outputs as they would be written now.
  package func renewingRecording(_ card: [UInt8]) -> [UInt8] {
    MarkedCard(card).renewed(sections.filter { Self.recorded.contains($0.key) })
  }

  /// A card whose section on evaluation says what its `model-index` does; one without that section stays as it is.
  package static func renewingEvaluation(_ card: [UInt8]) -> [UInt8] {
    let index = (try? FrontMatter(card: card, name: PackageLayout.card))?.value["model-index"]
    guard let section = try? ModelCard.evaluationSection(index) else { return card }
    return MarkedCard(card).renewed(["evaluation": section])
  }
}
