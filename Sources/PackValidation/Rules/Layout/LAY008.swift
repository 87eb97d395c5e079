import PackFiles
import PackJSON
import ModelDir

extension Rule {
  static let lay008 = Rule(
    "LAY008", .error, needs: [.json],
    title: "every JSON file is strict: UTF-8, no NaN, no duplicate keys; a configuration is an object",
    why: """
      Python reads NaN and takes the last of two equal keys; Rust, JavaScript and the Hub's viewer refuse the first and \
      may take the other. A file that two readers understand differently is two different packages.
      """,
    fix:
      "Correct the file at the place that is named, or write it again with `json.dump(..., allow_nan=False)`."
  ) { context throws(RuleSkip) in
    for (path, document) in context.package.json.sorted(by: { $0.key < $1.key }) {
      switch document {
      case .failure(.broken(let error)): context.report(error)
      case .success(let document) where document.numberBeyondDouble != nil:
        guard let number = document.numberBeyondDouble else { continue }
        context.report(
          at: number.place, "a number that readers understand differently", expected: "a number within a double's range",
          found: number.lexeme.quotedForMessage)
      case .success(let document)
      where configurations.contains(lastPathComponent(path)) && document.root.kind != .object:
        context.report(document.root.wrongType("an object"))
      case .success, .failure: break
      }
    }
  }

  /// Files from which keys are read.
  private static let configurations: Set<String> = [
    PackageLayout.config, PackageLayout.compatibleConfig, PackageLayout.tokenizerConfig,
    "special_tokens_map.json", "added_tokens.json",
  ]
}
