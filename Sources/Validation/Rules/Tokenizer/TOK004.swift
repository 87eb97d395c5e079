import Files
import JSON
import ModelDir

extension Rule {
  static let tok004 = Rule(
    "TOK004", .error, needs: [.tokenizer, .json],
    title: "extra special tokens are written as both lines of transformers read them",
    why: """
      transformers 5 writes extra_special_tokens as a list, and version 4 raises on it: there it is a dictionary from names \
      to tokens. additional_special_tokens, a list of strings, is what both read.
      """,
    fix: "Write the tokens as `additional_special_tokens`, a list of strings."
  ) { context throws(RuleSkip) in
    let package = context.package
    let files = [PackageLayout.tokenizerConfig, try package.inSubModel(PackageLayout.tokenizerConfig)]
    for file in files {
      guard let config = package.node(file) else { continue }
      if let node = config["extra_special_tokens"] {
        let members = try? node.members()
        if members?.allSatisfy({ $0.value.kind == .string }) != true {
          context.report(
            at: node.place, "extra_special_tokens is no dictionary, and transformers 4 raises",
            expected: "additional_special_tokens, a list of strings", found: node.kind.phrase)
        }
      }
      if let node = config["additional_special_tokens"], !node.isNull {
        let elements = try? node.elements()
        if elements?.allSatisfy({ $0.kind == .string }) != true {
          context.report(
            at: node.place, "additional_special_tokens is no list of strings", expected: "a list of strings",
            found: node.kind.phrase)
        }
      }
    }
    try package.requireAll(files)
  }
}
