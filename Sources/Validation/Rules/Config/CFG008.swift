import Checkpoints
import Encoders
import Files
import JSON
import ModelDir

extension Rule {
  static let cfg008 = Rule(
    "CFG008", .error, needs: [.json, .tensors],
    title: "num_labels is the classifier's rows and the size of id2label",
    why: """
      transformers 4 lets id2label win over num_labels, version 5 the other way round. Where they differ, one of the two \
      builds a classifier of another shape than the weights.
      """,
    fix: "Give num_labels, id2label and label2id the number of rows of the classifier."
  ) { context throws(RuleSkip) in
    let package = context.package
    let config = try package.required(PackageLayout.config)
    let mode = try package.requiredMode()
    let rows =
      mode == .pruningOnly
      ? 2 : try package.required(package.encoderConfig, "the sub-model's config.json").shape.labels
    if (try? config.int("num_labels")) != rows {
      context.report(
        at: config["num_labels"]?.place ?? Place(file: PackageLayout.config, jsonPath: "$.num_labels"),
        "num_labels is not the classifier's rows", expected: "\(rows)",
        found: config["num_labels"]?.lexeme ?? "nothing")
    }
    var places = [(config, rows)]
    if mode == .rerankingPruning {
      places.append((try package.required(try package.inSubModel(PackageLayout.config)), rows))
    }
    for (node, rows) in places {
      guard let map = node["id2label"], let members = try? map.members() else { continue }
      let ids = Set(members.map(\.key))
      if ids != Set((0..<rows).map { String($0) }) {
        context.report(
          at: map.place, "id2label has other ids than the classifier", expected: "\(rows) labels from 0",
          found: ids.sorted().prefix(8).joined(separator: ", ") + (ids.count > 8 ? " … (\(ids.count))" : ""))
      }
    }
    if mode == .rerankingPruning {
      let subConfig = try package.required(try package.inSubModel(PackageLayout.config))
      if let count = subConfig["num_labels"], (try? count.int()) != rows {
        context.report(
          at: count.place, "num_labels is not the classifier's rows", expected: "\(rows)", found: count.lexeme
        )
      }
    }
  }
}
