import ModelDir
import PackEncoders
import PackFiles
import PackJSON
import PackYAML

/// What a package says of its model, for a bill of materials: card and configuration, as far as they can be read.
struct ModelFacts: Sendable {
  /// A number that was measured, as the card's `model-index` has it.
  struct Metric: Sendable, Hashable {
    var type: String
    var value: String
    var dataset: String?
  }

  /// The name that the card's first heading has.
  var title: String?
  /// The mode.
  var mode: PackageMode?
  /// `bert`
  var family: String?
  /// `BertForSequenceClassification`
  var architecture: String?
  /// Tokens of a pair.
  var maximumLength: Int?
  /// The Hub's license id, and the name and address of another one.
  var license: String?
  var licenseName: String?
  var licenseLink: String?
  /// Ids on the Hub.
  var baseModels: [String] = []
  var datasets: [String] = []
  /// What was measured, in the card's order.
  var metrics: [Metric] = []

  init(_ package: PackageInspection) {
    mode = package.documents.mode
    maximumLength = (try? package.documents.config.get())?.maximumLength
    if case .success(let config) = package.documents.encoderConfig {
      family = config.family.rawValue
      let classes = try? config.node.optional("architectures")?.elements().compactMap { try? $0.string() }
      architecture = classes?.first
    }
    if let base = (try? package.documents.config.get())?.baseModel { baseModels = [base] }
    guard let card = try? PackageCard(package) else { return }
    title = FrontMatterBlock.prose(of: card.bytes).first { $0.starts(with: "# ".utf8) }
      .map { String(decoding: $0.dropFirst(2), as: UTF8.self) }
    license = card.frontMatter.license
    licenseName = card.values["license_name"]?.string
    licenseLink = card.values["license_link"]?.string
    if let named = card.values["base_model"]?.strings, !named.isEmpty { baseModels = named }
    datasets = card.frontMatter.datasets
    metrics = Self.metrics(card.values["model-index"])
  }

  private static func metrics(_ index: YAMLValue?) -> [Metric] {
    var metrics: [Metric] = []
    for model in list(index) {
      for result in list(model["results"]) {
        let dataset = result["dataset"]?["name"]?.string
        for metric in list(result["metrics"]) {
          guard let type = metric["type"]?.string, case .scalar(let value, _)? = metric["value"] else {
            continue
          }
          metrics.append(Metric(type: type, value: value, dataset: dataset))
        }
      }
    }
    return metrics
  }

  private static func list(_ value: YAMLValue?) -> [YAMLValue] {
    guard case .sequence(let elements)? = value else { return [] }
    return elements
  }
}
