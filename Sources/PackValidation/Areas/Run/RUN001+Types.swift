import ModelDir
import PackEncoders
import PackJSON

extension Rule {
  /// Types that transformers refuses, or stumbles over: version 5 holds a family's keys to theirs.
  static func checkTypes(_ context: RuleContext) {
    let package = context.package
    let root = package.documents.node(PackageLayout.config)
    let subModel = package.documents.mode.flatMap {
      package.documents.node("\($0.subModelDirectory)/\(PackageLayout.config)")
    }
    func report(_ node: JSONNode, _ problem: String, _ expected: String) {
      // What a reader has refused is said already.
      if context.findings.contains(where: { $0.place == node.place }) { return }
      context.report(at: node.place, problem, expected: expected, found: node.messageText)
    }
    if let subModel, let family = try? subModel.string("model_type") {
      for member in (try? subModel.members()).map(Array.init) ?? [] {
        if let expected = ConfigTypes.expectation(of: member.key, member.value, family: family) {
          report(member.value, "\(member.key) has a type that transformers refuses", expected)
        }
      }
    }
    // Where all layers have the same positions, the encoder has read the keys.
    let family = (try? subModel?.string("model_type")).flatMap { $0 }.flatMap(EncoderFamily.init(rawValue:))
    if let rope = subModel?["rope_parameters"], family?.hasOneRotaryTable != true,
      let members = try? rope.members()
    {
      for member in members where !["full_attention", "sliding_attention"].contains(member.key) {
        report(
          member.value, "rope_parameters has an unknown key, \(member.key)",
          "full_attention or sliding_attention")
      }
    }
    for config in [root, subModel].compactMap({ $0 }) {
      if let node = config["id2label"], !node.isNull {
        let isMap = (try? node.members())?.allSatisfy { Int($0.key) != nil && $0.value.kind == .string }
        if isMap != true { report(node, "id2label does not map ids to names", "{\"0\": \"NAME\", …}") }
      }
      // What its values are is another rule's: transformers looks at none of them.
      if let node = config["label2id"], !node.isNull, node.kind != .object {
        report(node, "label2id does not map names to ids", "{\"NAME\": 0, …}")
      }
      for key in ["torch_dtype", "dtype"] {
        guard let node = config[key], !node.isNull else { continue }
        let names = ["float32", "float16", "bfloat16", "float64"]
        if (try? node.string()).map(names.contains) != true {
          report(node, "\(key) is not a type of torch", names.map { "\"\($0)\"" }.joined(separator: ", "))
        }
      }
    }
  }
}
