import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg009 = Rule(
    "CFG009", "label-maps-disagree", .warning, needs: [.json],
    title: "label2id is the inverse of id2label",
    why: """
      Servers look up a label in one of the two maps and its number in the other. Text Embeddings Inference needs both. \
      Where they differ, labels change their meaning on the way.
      """,
    advice: "Write `label2id` as the inverse of `id2label`: every label once, with its number.",
    grading: "an error where config.json's two maps disagree, or names are lost because id2label is missing",
    fix: .labels,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let files = [PackageLayout.config, try package.documents.inSubModel(PackageLayout.config)]
    for file in files {
      guard let config = package.documents.node(file) else { continue }
      let maps = (config["id2label"], config["label2id"])
      guard maps.0 != nil || maps.1 != nil else {
        // transformers leaves out of a sub-model what is its own default; the root is read by others, too.
        if file == PackageLayout.config {
          context.report(
            at: config.place(of: "id2label"), "id2label and label2id are missing",
            advice: "Write `id2label` with the name of each label, and `label2id` as its inverse.")
        }
        continue
      }
      guard let names = maps.0, let numbers = maps.1 else {
        let absent = maps.0 == nil ? "id2label" : "label2id"
        context.report(
          at: config.place(of: absent), "\(absent) is missing",
          advice: maps.0.flatMap(advice)
            ?? "Write `\(absent)` as the inverse of `\(maps.0 == nil ? "label2id" : "id2label")`.",
          // transformers then makes up both maps, and the model's own names are gone.
          severity: maps.1.map(hasOwnNames) == true ? .error : nil)
        continue
      }
      let forward = pairs(names) { node in (try? node.string()).map { Array($0.utf8) } }
      let backward = pairs(numbers) { node in (try? node.int()).map { Array(String($0).utf8) } }
      guard let forward, let backward else {
        let (key, wrong) = forward == nil ? ("id2label", names) : ("label2id", numbers)
        context.report(
          at: wrong.place,
          forward == nil
            ? "id2label does not map ids to names" : "label2id does not map names to ids",
          expected: forward == nil ? "{\"0\": \"NAME\", …}" : "{\"NAME\": 0, …}", found: wrong.messageText,
          advice: "Write `\(key)` as the inverse of `\(forward == nil ? "label2id" : "id2label")`.")
        continue
      }
      let inverse = Set(backward.map { [$0[1], $0[0]] })
      if forward != inverse {
        context.report(
          at: numbers.place, "label2id is not the inverse of id2label",
          expected: numbering(of: names)?.messageText, found: numbers.messageText, advice: advice(names),
          severity: file == PackageLayout.config ? .error : nil)
      }
    }
    try package.documents.requireAll(files)
  }

  /// Whether a label2id has another name than `LABEL_` and the number.
  private static func hasOwnNames(_ numbers: JSONNode) -> Bool {
    (try? numbers.members())?.contains { member in
      (try? member.value.int()).map { "LABEL_\($0)" } != member.key
    } ?? false
  }

  /// The label2id to write, where it is short.
  private static func advice(_ names: JSONNode) -> String? {
    guard let text = numbering(of: names)?.text(.line), text.utf8.count <= 100 else { return nil }
    return "Write `\"label2id\": \(text)`."
  }

  /// The label2id that an id2label asks for; nil where an id is not a number.
  private static func numbering(of names: JSONNode) -> JSONValue? {
    guard let members = try? names.members() else { return nil }
    var numbers = JSONObject()
    for member in members {
      guard let id = Int(member.key), let name = try? member.value.string() else { return nil }
      numbers[name] = .int(id)
    }
    return .object(numbers)
  }

  /// Key and value of every entry, as bytes; nil where a value is of another kind.
  private static func pairs(_ map: JSONNode, _ value: (JSONNode) -> [UInt8]?) -> Set<[[UInt8]]>? {
    guard let members = try? map.members() else { return nil }
    var pairs: Set<[[UInt8]]> = []
    for member in members {
      guard let value = value(member.value) else { return nil }
      pairs.insert([Array(member.key.utf8), value])
    }
    return pairs
  }
}

extension Fix {
  /// A model's labels follow from its mode and size where neither map says what they are.
  fileprivate static let labels = Fix(
    "a missing map of labels is made from the other one; both, from mode and num_labels"
  ) { plan in
    // The package's own count: without labels, transformers takes a sub-model's to be two.
    guard case .success(let config) = plan.package.documents.config else { return }
    let (mode, count) = (config.mode, config.labels.count)
    let subModel = "\(mode.subModelDirectory)/\(PackageLayout.config)"
    // A bare encoder has no labels.
    let subLabels =
      mode == .pruningOnly ? nil : plan.document(subModel).flatMap { labels(of: $0.root, count) }
    let made = mode == .pruningOnly ? ["prune", "keep"] : (0..<count).map { "LABEL_\($0)" }
    try complete(PackageLayout.config, count, otherwise: subLabels ?? made, &plan)
    if mode == .rerankingPruning { try complete(subModel, count, otherwise: nil, &plan) }
  }

  /// Adds what is missing to a configuration; where neither map is there, those of `otherwise`.
  private static func complete(
    _ path: String, _ count: Int, otherwise: [String]?, _ plan: inout FixPlan
  ) throws {
    guard let config = plan.document(path)?.root, config.kind == .object else { return }
    let isEmpty = config["id2label"] == nil && config["label2id"] == nil
    guard let labels = labels(of: config, count) ?? (isEmpty ? otherwise : nil) else { return }
    var id2label = JSONObject()
    var label2id = JSONObject()
    for (id, label) in labels.enumerated() {
      id2label[String(id)] = .string(label)
      label2id[label] = .int(id)
    }
    for (key, map) in [("id2label", id2label), ("label2id", label2id)] {
      guard let document = plan.document(path), document.root[key] == nil else { continue }
      plan.write(path, try document.adding(key, .object(map), to: document.root), for: "CFG009")
    }
  }

  /// The labels that a configuration names, by either map; nil unless they are `count` different ones.
  private static func labels(of config: JSONNode, _ count: Int) -> [String]? {
    var labels: [Int: String] = [:]
    if let members = try? config["id2label"]?.members() {
      for member in members {
        guard let id = Int(member.key), let label = try? member.value.string() else { return nil }
        labels[id] = label
      }
    } else if let members = try? config["label2id"]?.members() {
      for member in members {
        guard let id = try? member.value.int() else { return nil }
        labels[id] = member.key
      }
    }
    let list = (0..<count).compactMap { labels[$0] }
    let isWhole =
      list.count == count && labels.count == count && Set(list.map { Array($0.utf8) }).count == count
    return isWhole ? list : nil
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no label2id") { try $0.set("label2id", to: nil, in: "config.json") },
  .bad("no labels at all") {
    for key in ["id2label", "label2id"] { try $0.set(key, to: nil, in: "config.json") }
  },
  .bad("maps that differ") {
    try $0.set("label2id", to: .object(["RELEVANT": .int(0)]), in: $0.subConfig)
  },
  .bad("maps of config.json that differ", severity: .error) {
    try $0.set("label2id", to: .object(["RELEVANT": .int(0)]), in: "config.json")
  },
  .bad("names that only label2id has", severity: .error) {
    try $0.set("id2label", to: nil, in: "config.json")
    try $0.set("label2id", to: .object(["RELEVANT": .int(0)]), in: "config.json")
  },
  .bad("a label's number that is a text") {
    try $0.set("label2id", to: .object(["LABEL_0": .string("0")]), in: "config.json")
  },
  .bad("a label that is a number", severity: .warning, causes: ["RUN001"], blocks: true) {
    try $0.set("id2label", to: .object(["0": .int(0)]), in: "config.json")
  },
  .good("labels in another order than their ids", of: .classifier) {
    let names: JSONObject = ["0": .string("b"), "1": .string("c"), "2": .string("a")]
    try $0.set("id2label", to: .object(names), in: "config.json")
    let numbers: JSONObject = ["a": .int(2), "b": .int(0), "c": .int(1)]
    try $0.set("label2id", to: .object(numbers), in: "config.json")
  },
]
