import ModelDir
import PackFiles
import PackJSON
import PackPythonCode
import PackTemplates
import PackThreads
import Pruning

/// Runs a package in transformers, once its code has been judged.
struct LiveChecker {
  let package: PackageInspection
  let interpreter: PythonInterpreter

  /// Whether a rule decides about running a package's code: those about the code, about secrets and pickles, and those that
  /// say which code it would be.
  static func decides(_ rule: String) -> Bool { RuleCatalogue.rule(rule)?.guardsCode == true }

  /// Why a package's code must not be run; nil when nothing speaks against it.
  static func reasonNotToRun(_ outcomes: [RuleOutcome], _ findings: [Finding]) -> RuleSkip? {
    if let error = findings.first(where: { decides($0.rule) && $0.severity == .error }) {
      return .prerequisiteFailed(
        "\(error.rule) found an error in \(error.place.file), so the package's code was not run")
    }
    let unjudged = outcomes.first {
      decides($0.rule)
        && ($0.status == .prerequisiteFailed || $0.status == .meansMissing)
    }
    return unjudged.map { outcome in
      let reason = "\(outcome.rule) could not run, so the package's code was not run"
      return outcome.status == .meansMissing ? .meansMissing(reason) : .prerequisiteFailed(reason)
    }
  }

  /// - Parameters:
  ///   - outcomes: what became of the rules that decide.
  ///   - findings: what they found.
  /// - Throws: ``InterpreterError``, `FileError`.
  func check(_ outcomes: [RuleOutcome], _ findings: [Finding]) throws -> LiveCheck {
    if let reason = Self.reasonNotToRun(outcomes, findings) { return .barred(reason) }
    guard case .success(let config) = package.documents.config, let root = resolvedPath(package.root) else {
      return .barred(.prerequisiteFailed("config.json cannot be read"))
    }
    var requests: [TransformersRun.Request] = [.user, .float32]
    if config.mode == .rerankingPruning { requests.append(.crossEncoder) }
    // The template refuses a package without its head; of other code that has to be seen.
    let copy = try ScratchDirectory()
    let headless = joinPath(copy.path, "package")
    if !package.code.isTemplate {
      try copyWithoutHead(from: root, to: headless)
      requests.append(.headless)
    }
    let standard = recordedPairs ?? ReferencePair.standard(maximumLength: config.maximumLength)
    let pairs = standard + ReferencePair.naming(addedTokens)
    let fence = PythonFence(
      package, root: root, copy: package.code.isTemplate ? nil : headless,
      isOpen: package.settings.isUnsandboxed)
    // Side by side, unless the model is so large that two of it may be too many.
    let isLarge = fence.weights > Self.largeWeights
    let requested = requests
    let runs = package.timings.measure("transformers") {
      withExtendedLifetime(copy) {
        concurrently(2, threads: isLarge ? 1 : 2) { index in
          Result { () throws(InterpreterError) in
            try TransformersRun(
              interpreter, root: root, config: config, pairs: pairs, requests: requested, headless: headless,
              fence: fence, isOffline: index == 0, processes: true,
              threads: isLarge ? package.threads : max(1, package.threads / 2))
          }
        }
      }
    }
    let run: TransformersRun
    do throws(InterpreterError) {
      run = try runs[0].get()
      if case .failure(let error) = runs[1], !error.isAfterStart { throw error }
    } catch {
      guard error.isAfterStart else { throw error }
      return .crashed(error)
    }
    if run.unmet != nil {
      return .barred(
        .meansMissing(
          "the package requires transformers \(config.requiredTransformers ?? ""), and the interpreter has "
            + run.versions.transformers))
    }
    func result(_ replays: [Replay], _ model: (any SmokeModel)?, _ failure: RuleSkip?) -> LiveCheck {
      .ran(
        LiveResult(
          run: run, pairs: pairs, replays: replays, pruned: Self.prune(pairs, model as? PruningEncoder),
          online: runs[1], config: config, replayFailure: failure))
    }
    do {
      let model = try package.running.encoder()
      return result(try pairs.map { try Replay($0, model) }, model, nil)
    } catch {
      return result([], nil, error as? RuleSkip ?? .prerequisiteFailed("the model does not run: \(error)"))
    }
  }

  /// Bytes of weights above which the two runs follow each other.
  private static let largeWeights = 1 << 30

  private static func prune(
    _ pairs: [ReferencePair], _ model: PruningEncoder?
  ) -> [Result<PrunedPassage, PruningFailure>] {
    guard let model else { return [] }
    return pairs.map { pair in
      Result { try model.prune(pair.pair) }.mapError { PruningFailure(message: "\($0)") }
    }
  }

  /// The texts of special tokens and of words that were added to the vocabulary.
  private var addedTokens: [String] {
    let tokens = try? package.documents.node(PackageLayout.tokenizer)?["added_tokens"]?.elements()
    return (tokens.map(Array.init) ?? []).compactMap { try? $0.string("content") }
  }

  /// What was recorded is what is asked again.
  private var recordedPairs: [ReferencePair]? {
    guard case .success(let reference)? = package.documents.reference else { return nil }
    return reference.cases.map {
      ReferencePair(TextPair(query: $0.query, document: $0.document), maximumLength: $0.maximumLength)
    }
  }

  /// Links to every file but the head's weights.
  private func copyWithoutHead(from root: String, to copy: String) throws {
    try makeDirectory(copy)
    for entry in package.listing.entries {
      if entry.kind == .directory {
        try makeDirectory(joinPath(copy, entry.path))
      } else if package.listing.files.contains(entry.path), !isHeadWeights(entry.path) {
        try makeLink(joinPath(copy, entry.path), to: joinPath(root, entry.path))
      }
    }
  }

  private func isHeadWeights(_ path: String) -> Bool {
    path.hasPrefix("\(PackageLayout.head)/") && !path.hasSuffix(".json")
  }
}
