import ModelDir
import PackFiles
import PackPythonCode
import PackTemplates
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
    let pairs = recordedPairs ?? ReferencePair.standard(maximumLength: config.maximumLength)
    let run: TransformersRun
    do {
      run = try package.timings.measure("transformers") {
        try withExtendedLifetime(copy) {
          try TransformersRun(
            interpreter, root: root, config: config, pairs: pairs, requests: requests, headless: headless,
            fence: PythonFence(
              package, root: root, copy: package.code.isTemplate ? nil : headless,
              isOpen: package.settings.isUnsandboxed),
            threads: package.threads)
        }
      }
    } catch let error as InterpreterError where error.isAfterStart {
      return .crashed(error)
    }
    if run.unmet != nil {
      return .barred(
        .meansMissing(
          "the package requires transformers \(config.requiredTransformers ?? ""), and the interpreter has "
            + run.versions.transformers))
    }
    do {
      let model = try package.running.encoder()
      let replays = try pairs.map { try Replay($0, model) }
      return .ran(LiveResult(run: run, pairs: pairs, replays: replays, replayFailure: nil))
    } catch {
      let skip = error as? RuleSkip ?? .prerequisiteFailed("the model does not run: \(error)")
      return .ran(LiveResult(run: run, pairs: pairs, replays: [], replayFailure: skip))
    }
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
