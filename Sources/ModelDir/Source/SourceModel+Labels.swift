import PackFiles
import PackCheckpoints
import PackJSON

extension SourceModel {
  /// Names under which families keep their classifier of sequences.
  static let classifierNames = ["classifier", "classifier.out_proj"]

  /// Names of the labels, in the order of their ids.
  func labels() throws -> [String] {
    if mode == .pruningOnly { return ["prune", "keep"] }
    if let map = try config.optional("id2label") { return try PackageConfig.labels(map) }
    let count = try config.optionalInt("num_labels") ?? Self.classifierRows(checkpoint) ?? 2
    guard (1...PackageConfig.largestLabelCount).contains(count) else {
      throw config.notAllowed(
        "1 to \(PackageConfig.largestLabelCount) labels", problem: "unsupported number of labels")
    }
    return PackageConfig.defaultLabels(count: count)
  }

  /// A ranking model's configuration with as many labels as its classifier has rows, where `num_labels` and `id2label`
  /// contradict each other or neither is there: the versions of transformers then disagree on the number. A
  /// configuration that agrees with itself stays as it is.
  ///
  /// - Parameter notes: gets a note on what was changed.
  static func withAgreeingLabels(
    _ config: JSONNode, _ checkpoint: Checkpoint, notes: inout [SaveText]
  ) throws -> JSONNode {
    guard let rows = classifierRows(checkpoint), (1...PackageConfig.largestLabelCount).contains(rows) else {
      return config
    }
    let number = try config.optionalInt("num_labels")
    let names = try config.optional("id2label")?.members().count { _ in true }
    let isContradiction = names != nil && number != nil && names != number && [names, number].contains(rows)
    let isUnknown = names == nil && number == nil && rows != 2
    guard isContradiction || isUnknown, case .object(var object) = JSONValue(config) else { return config }
    object["num_labels"] = nil
    if names != rows {
      let labels = PackageConfig.defaultLabels(count: rows)
      object["id2label"] = .object(PackageConfig.id2label(labels))
      object["label2id"] = .object(PackageConfig.label2id(labels))
    }
    let said = isUnknown ? "does not say so" : "says both \(number ?? rows) and \(names ?? rows)"
    notes.append("labels: \(rows), as many as the classifier has rows; config.json \(said)")
    let text = Array(JSONValue.object(object).text(.line).utf8)
    return try JSONDocument(bytes: text, name: config.document.name).root
  }

  private static func classifierRows(_ checkpoint: Checkpoint) -> Int? {
    classifierNames.lazy.compactMap { checkpoint["\($0).weight"]?.shape.first }.first
  }
}
