import Files
import JSON
import ModelDir

extension Rule {
  static let run001 = Rule(
    "RUN001", .error,
    title: "the encoder and the tokenizer are of a kind that can be run here",
    why: """
      What cannot be run cannot be compared: a package of an unknown family, or with an option that changes the \
      computation in an unknown way, cannot be vouched for.
      """,
    fix:
      "Correct the key that is named; if it is right, this version of pruning-pack does not know the model."
  ) { context throws(RuleSkip) in
    let package = context.package
    for failure in [
      failure(of: package.config), failure(of: package.encoderConfig), failure(of: package.tokenizer),
    ] {
      if case .broken(let error)? = failure { context.report(error) }
    }
    if context.findings.isEmpty,
      failure(of: package.encoderConfig) != nil || failure(of: package.tokenizer) != nil
    {
      throw .prerequisiteFailed("a file that it needs cannot be read")
    }
  }

  private static func failure<Part>(of part: Result<Part, InspectionError>) -> InspectionError? {
    if case .failure(let error) = part { return error }
    return nil
  }
}
