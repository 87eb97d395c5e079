import ModelDir
import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

extension Rule {
  static let cfg008 = Rule(
    "CFG008", "label-count-differs", .error, needs: [.json, .tensors],
    title: "num_labels and id2label have as many labels as the classifier has rows",
    why: """
      transformers 4 goes by id2label, transformers 5 by num_labels. Where they differ, one of the two builds a classifier \
      of another shape than the weights.
      """,
    advice: "Give `num_labels`, `id2label` and `label2id` as many labels as the classifier has rows.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let config = try package.documents.required(PackageLayout.config)
    let mode = try package.documents.requiredMode()
    guard mode == .rerankingPruning else {
      // The two classes of the head, which the root's configuration names.
      check(config, rows: 2, "the head's classes", isRequired: true, context)
      return
    }
    let subModel = try package.documents.required(try package.documents.inSubModel(PackageLayout.config))
    let encoder = try package.documents.encoderConfig.required("the sub-model's config.json")
    let rows = classifierRows(package) ?? encoder.shape.labels
    check(config, rows: rows, "the classifier's rows", isRequired: true, context)
    check(subModel, rows: rows, "the classifier's rows", isRequired: false, context)
    if subModel["num_labels"] == nil, subModel["id2label"] == nil, encoder.shape.labels != rows {
      context.report(
        at: subModel.place(of: "id2label"),
        "num_labels and id2label are missing, which means \(encoder.shape.labels) labels",
        expected: labelCount(rows), advice: advice(rows))
    }
  }

  /// Rows of the last layer of the sequence classifier, as the weights have them.
  private static func classifierRows(_ package: PackageInspection) -> Int? {
    guard case .success(let weights) = package.weights.subModel else { return nil }
    let names = ["classifier.out_proj.weight", "classifier.weight"]
    let weight = names.lazy.compactMap { weights[$0] }.first
    return weight.flatMap { $0.shape.count == 2 ? $0.shape[0] : nil }
  }

  private static func check(
    _ config: JSONNode, rows: Int, _ rowsText: String, isRequired: Bool, _ context: RuleContext
  ) {
    let count = config["num_labels"]
    if isRequired || count != nil, (try? count?.int()) != rows {
      context.report(
        at: config.place(of: "num_labels"),
        count == nil ? "num_labels is missing" : "num_labels is not the number of \(rowsText)",
        expected: "\(rows)", found: count?.messageText, advice: advice(rows))
    }
    guard let map = config["id2label"], let members = try? map.members() else { return }
    let ids = Set(members.map(\.key))
    // A count that no weights have is not made into a list.
    let isRight = ids.count == rows && ids.allSatisfy { Int($0).map { (0..<rows).contains($0) } ?? false }
    if !isRight {
      let found = ids.sorted().prefix(8).joined(separator: ", ")
      context.report(
        at: map.place, "the ids of id2label are not \(rowsText)",
        expected: rows == 1 ? "id 0" : "ids 0 to \(rows - 1)",
        found: ids.isEmpty ? "none" : ids.count > 8 ? "ids \(found), … (\(ids.count))" : "ids \(found)",
        advice: advice(rows))
    }
  }

  private static func advice(_ rows: Int) -> String {
    "Write `\"num_labels\": \(rows)`, and \(labelCount(rows)) in `id2label` and `label2id`."
  }

  private static func labelCount(_ count: Int) -> String { count == 1 ? "1 label" : "\(count) labels" }
}

private let ruleExamples: [RuleExample] = [
  .bad("another number of labels", causes: ["CFG006", "RUN001"], blocks: true) {
    try $0.set("num_labels", to: .int(2), in: "config.json")
  },
  .bad("two names for one row", causes: ["CFG009"]) {
    try $0.set("id2label", to: .object(["0": .string("a"), "1": .string("b")]), in: "config.json")
  },
  .bad("two labels everywhere for one row", causes: ["RUN001", "WGT012"], blocks: true) { package in
    for file in package.configs + [package.subConfig] {
      try package.edit(file) { config in
        config["num_labels"] = .int(2)
        guard config["id2label"] != nil else { return }
        config["id2label"] = .object(["0": .string("a"), "1": .string("b")])
        config["label2id"] = .object(["a": .int(0), "b": .int(1)])
      }
    }
  },
  .bad("no labels in the sub-model, which stand for two", causes: ["WGT012"], blocks: true) {
    for key in ["id2label", "label2id"] { try $0.set(key, to: nil, in: $0.subConfig) }
  },
  .bad("three classes for a head of two", of: .encoder, causes: ["CFG006", "RUN001"], blocks: true) {
    try $0.set("num_labels", to: .int(3), in: "config.json")
  },
  .good("three labels for three rows", of: .classifier),
  .good("a number in place of the sub-model's names") {
    for key in ["id2label", "label2id"] { try $0.set(key, to: nil, in: $0.subConfig) }
    try $0.set("num_labels", to: .int(1), in: $0.subConfig)
  },
]
