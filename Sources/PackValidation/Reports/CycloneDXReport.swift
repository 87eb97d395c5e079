import ModelDir
import PackFiles
import PackJSON

/// A bill of materials, CycloneDX 1.6: what a model is made of, with digests.
///
/// Two runs on the same files give the same bytes: it has no date, and its serial number is made of the content.
/// Source: https://cyclonedx.org/docs/1.6/json.
struct CycloneDXReport {
  let options: ReportOptions

  /// The packages that could be read.
  func document(_ results: [VerifyResult]) -> JSONValue {
    let reports = results.compactMap(\.report)
    let models = reports.enumerated().map { index, report in
      model(report, reference: reports.count == 1 ? "model" : "model-\(index + 1)")
    }
    var metadata: JSONObject = [
      "tools": .object([
        "components": .array([
          .object([
            "type": .string("application"), "name": .string(ReportOptions.toolName),
            "version": .string(options.toolVersion),
          ])
        ])
      ])
    ]
    var document: JSONObject = [
      "$schema": .string("http://cyclonedx.org/schema/bom-1.6.schema.json"),
      "bomFormat": .string("CycloneDX"),
      "specVersion": .string("1.6"), "version": .int(1),
    ]
    if reports.count == 1, let model = models.first, let report = reports.first {
      metadata["component"] = model
      document["components"] = .array(files(report))
      if case .sha256(let digest)? = report.contentDigest {
        document["serialNumber"] = .string(Self.uuid(digest))
      }
    } else {
      document["components"] = .array(models)
    }
    document["metadata"] = .object(metadata)
    return .object(document)
  }

  private func model(_ report: VerifyReport, reference: String) -> JSONValue {
    let name = Self.name(of: report)
    var component: JSONObject = [
      "type": .string("machine-learning-model"), "bom-ref": .string(reference),
      "name": .string(name.repository?.name ?? name.text),
    ]
    if let owner = name.repository?.owner { component["group"] = .string(owner) }
    if let revision = name.revision { component["version"] = .string(revision) }
    if let repository = name.repository { component["purl"] = .string(Self.purl(repository, name.revision)) }
    if case .sha256(let digest)? = report.contentDigest { component["hashes"] = Self.hashes(digest) }
    guard let facts = report.facts else { return .object(component) }
    if let license = Self.license(facts) { component["licenses"] = .array([.object(["license": license])]) }
    let ancestors = facts.baseModels.map { base -> JSONValue in
      var ancestor: JSONObject = ["type": .string("machine-learning-model"), "name": .string(base)]
      if let repository = RepositoryName(base) {
        ancestor["group"] = .string(repository.owner)
        ancestor["name"] = .string(repository.name)
        ancestor["purl"] = .string(Self.purl(repository, nil))
      }
      return .object(ancestor)
    }
    if !ancestors.isEmpty { component["pedigree"] = .object(["ancestors": .array(ancestors)]) }
    component["modelCard"] = card(facts)
    if report.contents != nil, reference != "model" { component["components"] = .array(files(report)) }
    return .object(component)
  }

  private func card(_ facts: ModelFacts) -> JSONValue {
    let isRanking = facts.mode == .rerankingPruning
    var parameters: JSONObject = [
      "approach": .object(["type": .string("supervised")]),
      "inputs": .array([Self.format("query and passage, text")]),
      "outputs": .array(
        (isRanking ? [Self.format("score of the passage, number")] : [])
          + [Self.format("probability to keep, a number per token")]),
    ]
    // What a model of no mode is for nobody has said.
    if let mode = facts.mode {
      parameters["task"] = .string(mode == .rerankingPruning ? "text-ranking" : "token-classification")
    }
    if let family = facts.family { parameters["architectureFamily"] = .string(family) }
    if let architecture = facts.architecture { parameters["modelArchitecture"] = .string(architecture) }
    if !facts.datasets.isEmpty {
      parameters["datasets"] = .array(
        facts.datasets.map { .object(["type": .string("dataset"), "name": .string($0)]) })
    }
    var card: JSONObject = ["modelParameters": .object(parameters)]
    if !facts.metrics.isEmpty {
      card["quantitativeAnalysis"] = .object([
        "performanceMetrics": .array(
          facts.metrics.map { metric in
            var object: JSONObject = ["type": .string(metric.type), "value": .string(metric.value)]
            if let dataset = metric.dataset { object["slice"] = .string(dataset) }
            return .object(object)
          })
      ])
    }
    var considerations: JSONObject = [
      "useCases": .array(
        ((isRanking ? ["rank passages for a query"] : []) + ["keep what of a passage answers a query"])
          .map { .string($0) })
    ]
    if let length = facts.maximumLength {
      considerations["technicalLimitations"] = .array([
        .string("reads at most \(length) tokens of a query and a passage at once")
      ])
    }
    card["considerations"] = .object(considerations)
    return .object(card)
  }

  /// The package's files, each with its digest.
  private func files(_ report: VerifyReport) -> [JSONValue] {
    (report.contents?.files ?? []).map { file in
      var component: JSONObject = ["type": .string("file"), "name": .string(file.path)]
      if let digest = report.fileDigests[file.path] { component["hashes"] = Self.hashes(digest) }
      return .object(component)
    }
  }

  // MARK: Names

  /// What a model is called: on the Hub by its repository and commit, else by its card, else by its directory.
  private static func name(of report: VerifyReport) -> (
    text: String, repository: RepositoryName?, revision: String?
  ) {
    let scheme = "hf://"
    if report.package.hasPrefix(scheme) {
      let parts = report.package.dropFirst(scheme.count).split(separator: "@", maxSplits: 1).map(String.init)
      if let repository = parts.first.flatMap({ RepositoryName($0) }) {
        return (parts[0], repository, parts.count > 1 ? parts[1] : nil)
      }
    }
    let title = report.facts?.title ?? ""
    if let repository = RepositoryName(title) { return (title, repository, nil) }
    return (
      title.isEmpty ? lastPathComponent(resolvedPath(report.package) ?? report.package) : title, nil, nil
    )
  }

  /// Source: purl-spec, type huggingface.
  private static func purl(_ repository: RepositoryName, _ revision: String?) -> String {
    "pkg:huggingface/\(repository.owner)/\(repository.name)" + (revision.map { "@\($0.lowercased())" } ?? "")
  }

  private static func hashes(_ digest: String) -> JSONValue {
    .array([.object(["alg": .string("SHA-256"), "content": .string(digest)])])
  }

  private static func format(_ text: String) -> JSONValue { .object(["format": .string(text)]) }

  /// The license by its SPDX id where it has one, else by its name.
  private static func license(_ facts: ModelFacts) -> JSONValue? {
    guard let license = facts.license else { return nil }
    if let id = spdx.first(where: { $0.lowercased() == license.lowercased() }) {
      return .object(["id": .string(id)])
    }
    var object: JSONObject = ["name": .string(license == "other" ? facts.licenseName ?? license : license)]
    if let link = facts.licenseLink, link.hasPrefix("https://") { object["url"] = .string(link) }
    return .object(object)
  }

  /// A UUID of version 8, whose bits are a digest's.
  private static func uuid(_ digest: String) -> String {
    var digits = Array(digest.prefix(32))
    guard digits.count == 32 else { return "" }
    digits[12] = "8"
    digits[16] = "a"
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
    return "urn:uuid:" + parts.joined(separator: "-")
  }

  /// Those of the Hub's licenses that have an SPDX id.
  private static let spdx = """
    AFL-3.0 AGPL-3.0 Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause BSD-3-Clause-Clear BSL-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 \
    CC-BY-4.0 CC-BY-NC-2.0 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-3.0 \
    CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC0-1.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0 ECL-2.0 \
    EPL-1.0 EPL-2.0 etalab-2.0 EUPL-1.1 EUPL-1.2 GFDL-1.3 GPL-2.0 GPL-3.0 ISC LGPL-2.1 LGPL-3.0 LPPL-1.3c MIT MPL-2.0 MS-PL NCSA \
    OFL-1.1 OSL-3.0 PostgreSQL Unlicense WTFPL Zlib
    """.split(separator: " ").map(String.init)
}
