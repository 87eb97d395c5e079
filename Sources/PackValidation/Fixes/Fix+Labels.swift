import PackJSON
import ModelDir

extension Fix {
  /// CFG009: the map of labels that is missing, made of the one that is there; both, where the model's labels follow from
  /// its mode and size.
  static let labels = Fix("CFG009") { plan in
    // The package's own count: without labels, transformers takes a sub-model's to be two.
    guard case .success(let config) = plan.package.config else { return }
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
