import ModelDir
import PackFiles
import PackJSON
import PackTokenizers

extension Rule {
  static let tok007 = Rule(
    "TOK007", "tokenizer-class-unproven", .warning, needs: [.tokenizer, .json, .interpreter],
    title: "tokenizer_class keeps tokenizer.json's pipeline, or provably gives the same ids",
    why: """
      Most classes of transformers 5 rebuild the tokenizer from the vocabulary and ignore the file's pipeline. \
      `DebertaV2Tokenizer` and `XLMRobertaTokenizer` give other ids than most files for a tab or a line end. A family's class may \
      stay where versions 4 and 5 make the same ids with it, and `prepare_for_model` of version 4 the same pairs, which is computed; \
      or where version 5 gave the same ids, in a recording or with --python. A class whose code is not known here is an error.
      """,
    advice: "Set `\"tokenizer_class\": \"PreTrainedTokenizerFast\"`, which takes tokenizer.json as it is.",
    grading: "a class whose code is not known here is an error",
    fix: Fix("`tokenizer_class` is the one that takes tokenizer.json as it is") { plan in
      for path in plan.tokenizerConfigs
      where plan.hasFinding("TOK007", in: path, at: "$.tokenizer_class") {
        try plan.set("tokenizer_class", .string(PackageLayout.tokenizerClass), in: path, for: "TOK007")
      }
    },
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let tokenizer = try package.tokenizer.root.required(PackageLayout.tokenizer)
    let effective = package.effectiveTokenizers(tokenizer)
    let proven = provenClass(package)
    let files = [
      PackageLayout.tokenizerConfig, try package.documents.inSubModel(PackageLayout.tokenizerConfig),
    ]
    for file in files {
      guard let config = package.documents.node(file) else { continue }
      let node = config["tokenizer_class"]
      let name = (try? node?.string()).flatMap { $0 }
      let isNamed = node?.isNull == false
      // One that does not load, or makes another kind of tokenizer, is TOK008's.
      if isNamed, name.map({ TokenizerClasses.contains($0) }) != true { continue }
      if let name, name == PackageLayout.tokenizerClass || name == proven || isSettled(name, file, effective)
      {
        continue
      }
      context.report(
        at: isNamed ? node?.place ?? config.place : Place(file: file, jsonPath: "$.tokenizer_class"),
        isNamed
          ? "tokenizer_class may give other ids than tokenizer.json" : "tokenizer_class is missing",
        expected: PackageLayout.tokenizerClass, found: node?.messageText ?? "nothing",
        severity: isKnown(file, effective) ? nil : .error)
    }
    checkRootClass(context)
    try package.documents.requireAll(files + [PackageLayout.config])
  }

  /// Whether both versions make with a directory's class what tokenizer.json says, or TOK008 reports that they do not. Where
  /// there is no tokenizer.json that can be read, another rule reports that.
  private static func isSettled(_ name: String, _ file: String, _ effective: EffectiveTokenizers) -> Bool {
    guard let directory = effective.directories.first(where: { $0.configPath == file }) else { return true }
    for (_, outcome) in directory.outcomes {
      switch outcome {
      case .failure(let error): return !isUnknownClass(error)
      case .success(let made):
        if !made.changes.members.isEmpty,
          TokenizerProof(directory.base, made.tokenizer).difference != nil
        {
          return true
        }
      }
    }
    switch ClassChoice.fault(directory.settings, named: name, base: directory.base) {
    case nil, .otherTokenizer(_, _, nil): return true
    case .noOwnClass, .otherTokenizer, .otherOffsets, .otherInputs: return false
    }
  }

  /// Whether what both versions make of a directory's class is computed: TOK008 then compares the ids.
  private static func isKnown(_ file: String, _ effective: EffectiveTokenizers) -> Bool {
    effective.directories.first { $0.configPath == file }?.outcomes.allSatisfy { outcome in
      guard case .failure(let error) = outcome.made else { return true }
      return !isUnknownClass(error)
    } ?? true
  }

  /// Whether it is the class that cannot be computed; what else cannot be is TOK008's.
  private static func isUnknownClass(_ error: TokenizerError) -> Bool {
    error.code == .undetermined && error.place.jsonPath == "$.tokenizer_class"
  }

  /// The root's class, if transformers, of a version that rebuilds tokenizers, returned pruning-pack's ids with it.
  private static func provenClass(_ package: PackageInspection) -> String? {
    var isProven = false
    if case .success(let reference)? = package.documents.reference, rebuilds(reference.versions.transformers),
      let replays = try? package.running.replayed(reference), !replays.isEmpty
    {
      guard zip(reference.cases, replays).allSatisfy({ $0.inputIDs == $1.ids }) else { return nil }
      isProven = true
    }
    if case .ran(let result) = package.running.liveCheck, rebuilds(result.run.versions.transformers),
      let cases = result.run.user?.cases, !cases.isEmpty, cases.count == result.replays.count
    {
      guard zip(cases, result.replays).allSatisfy({ $0.inputIDs == $1.ids }) else { return nil }
      isProven = true
    }
    return isProven
      ? try? package.documents.node(PackageLayout.tokenizerConfig)?.string("tokenizer_class") : nil
  }

  /// Version 4 takes the file as it is, whatever the class.
  private static func rebuilds(_ version: String) -> Bool {
    Int(version.prefix { $0.isNumber }).map { $0 >= 5 } ?? false
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a class that is not known here", severity: .error) {
    try $0.setTokenizer("tokenizer_class", to: .string("FunnelTokenizer"))
  },
  .bad("no class") { try $0.setTokenizer("tokenizer_class", to: nil) },
  .bad("a configuration that does not name the class") {
    try $0.set("tokenizer_class", to: nil, in: "config.json")
  },
  .good("the general class") {
    try $0.setTokenizer("tokenizer_class", to: .string("PreTrainedTokenizerFast"))
  },
  .good("a family's class with which both versions give the same ids") {
    try $0.setTokenizer("tokenizer_class", to: .string("BertTokenizer"))
  },
]
