import PackFiles
import PackJSON
import ModelDir

extension Rule {
  static let cfg009 = Rule(
    "CFG009", .warning, needs: [.json],
    title: "id2label and label2id say the same",
    why: """
      Servers look a label up in one of the two maps and its number in the other (Text Embeddings Inference needs both); \
      where they differ, or one is absent, labels change their meaning on the way.
      """,
    fix: "Write label2id as the inverse of id2label: every label once, with its number."
  ) { context throws(RuleSkip) in
    let package = context.package
    let files = [PackageLayout.config, try package.inSubModel(PackageLayout.config)]
    for file in files {
      guard let config = package.node(file) else { continue }
      let maps = (config["id2label"], config["label2id"])
      guard maps.0 != nil || maps.1 != nil else {
        // transformers leaves out of a sub-model what is its own default; the root is read by others, too.
        if file == PackageLayout.config {
          context.report(at: Place(file: file, jsonPath: "$.id2label"), "id2label and label2id are missing")
        }
        continue
      }
      guard let names = maps.0, let numbers = maps.1 else {
        let absent = maps.0 == nil ? "id2label" : "label2id"
        context.report(at: Place(file: file, jsonPath: "$.\(absent)"), "\(absent) is missing")
        continue
      }
      let forward = pairs(names) { node in (try? node.string()).map { Array($0.utf8) } }
      let backward = pairs(numbers) { node in (try? node.int()).map { Array(String($0).utf8) } }
      guard let forward, let backward else {
        context.report(
          at: forward == nil ? names.place : numbers.place, "not a map of labels",
          expected: forward == nil ? "{\"0\": \"LABEL\"}" : "{\"LABEL\": 0}")
        continue
      }
      let inverse = Set(backward.map { [$0[1], $0[0]] })
      if forward != inverse {
        context.report(
          at: numbers.place, "label2id is not the inverse of id2label",
          expected: names.lexeme.quotedForMessage,
          found: numbers.lexeme.quotedForMessage)
      }
    }
    try package.requireAll(files)
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
