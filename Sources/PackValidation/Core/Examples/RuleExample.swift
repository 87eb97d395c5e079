import ModelDir

/// A change of a good package, and what its rule says of the result.
package struct RuleExample: Sendable {
  /// What the change is, in a few words.
  package let name: String
  /// Whether the rule accepts the result.
  package let isGood: Bool
  /// The severity of the rule's finding; nil for the rule's own.
  package let severity: Severity?
  /// Ids of rules whose errors follow from the change.
  package let causes: Set<String>
  /// Ids of rules whose warnings follow from it.
  package let warns: Set<String>
  /// Whether other rules cannot come to a verdict.
  package let blocks: Bool
  /// The package that is changed.
  package let base: Base
  /// Whether pickles are allowed.
  package let allowsPickle: Bool
  /// What the encoder's answers become on their way out; nil for the answers as they are.
  package let fault: FaultyEncoder.Fault?
  /// Changes the package.
  package let change: @Sendable (any ExamplePackage) throws -> Void

  /// The good package that an example starts from.
  package enum Base: Sendable, Hashable {
    /// A reranker with a pruning head.
    case reranker
    /// A reranker with three labels and a pruning head.
    case classifier
    /// An encoder with a pruning head.
    case encoder
    /// A reranker with recorded outputs.
    case recorded
    /// An encoder with recorded outputs.
    case recordedEncoder
  }

  /// A package that breaks the rule.
  ///
  /// - Parameters:
  ///   - name: what is wrong, in a few words.
  ///   - base: the good package that is broken.
  ///   - severity: of the rule's finding, where it is not the rule's own.
  ///   - causes: ids of rules whose errors follow from it.
  ///   - warns: ids of rules whose warnings follow from it.
  ///   - blocks: whether other rules cannot come to a verdict.
  ///   - allowsPickle: whether pickles are allowed.
  ///   - change: breaks the package.
  static func bad(
    _ name: String, of base: Base = .reranker, severity: Severity? = nil, causes: Set<String> = [],
    warns: Set<String> = [], blocks: Bool = false, allowsPickle: Bool = false,
    change: @escaping @Sendable (any ExamplePackage) throws -> Void
  ) -> RuleExample {
    RuleExample(
      name: name, isGood: false, severity: severity, causes: causes, warns: warns, blocks: blocks, base: base,
      allowsPickle: allowsPickle, fault: nil, change: change)
  }

  /// A good package with an encoder whose answers are changed on their way out.
  ///
  /// - Parameters:
  ///   - name: what is wrong, in a few words.
  ///   - base: the package.
  ///   - causes: ids of rules whose errors follow from it.
  ///   - warns: ids of rules whose warnings follow from it.
  ///   - fault: what an answer becomes.
  static func badAnswers(
    _ name: String, of base: Base = .reranker, causes: Set<String> = [], warns: Set<String> = [],
    fault: @escaping FaultyEncoder.Fault
  ) -> RuleExample {
    RuleExample(
      name: name, isGood: false, severity: nil, causes: causes, warns: warns, blocks: false, base: base,
      allowsPickle: false, fault: fault, change: { _ in })
  }

  /// A package that the rule accepts, and that may be taken for one that breaks it. No rule finds an error in it.
  ///
  /// - Parameters:
  ///   - name: what it is, in a few words.
  ///   - base: the good package that is changed.
  ///   - warns: ids of other rules that have a warning.
  ///   - allowsPickle: whether pickles are allowed.
  ///   - change: changes the package.
  static func good(
    _ name: String, of base: Base = .reranker, warns: Set<String> = [], allowsPickle: Bool = false,
    change: @escaping @Sendable (any ExamplePackage) throws -> Void = { _ in }
  ) -> RuleExample {
    RuleExample(
      name: name, isGood: true, severity: nil, causes: [], warns: warns, blocks: false, base: base,
      allowsPickle: allowsPickle, fault: nil, change: change)
  }

  /// A good package with an encoder whose answers are changed on their way out, and that the rule accepts.
  ///
  /// - Parameters:
  ///   - name: what it is, in a few words.
  ///   - base: the package.
  ///   - fault: what an answer becomes.
  static func goodAnswers(
    _ name: String, of base: Base = .reranker, fault: @escaping FaultyEncoder.Fault
  ) -> RuleExample {
    RuleExample(
      name: name, isGood: true, severity: nil, causes: [], warns: [], blocks: false, base: base,
      allowsPickle: false, fault: fault, change: { _ in })
  }
}
