import Files
import JSON

extension Rule {
  static let lay008 = Rule(
    "LAY008", .error, needs: [.json],
    title: "every JSON file is strict: UTF-8, no NaN, no duplicate keys",
    why: """
      Python reads NaN and takes the last of two equal keys; Rust, JavaScript and the Hub's viewer refuse the first and \
      may take the other. A file that two readers understand differently is two different packages.
      """,
    fix:
      "Correct the file at the place that is named, or write it again with `json.dump(..., allow_nan=False)`."
  ) { context throws(RuleSkip) in
    for (_, document) in context.package.json.sorted(by: { $0.key < $1.key }) {
      if case .failure(.broken(let error)) = document { context.report(error) }
    }
  }
}
