public import ModelDir
import PackDigests
import PackEncoders
import PackFiles
public import PackProcesses
import PackPythonCode
public import Pruning

/// Writes `reference_outputs.json`: what PyTorch computes for a package, so that it can be checked without Python.
public enum ReferenceRecorder {
  /// What was recorded.
  public struct Summary: Sendable {
    /// What computed it.
    public var versions: ReferenceOutputs.Versions
    /// How many cases.
    public var caseCount: Int
    /// The largest difference between a number from PyTorch and ours.
    public var largestDifference: Float
    /// How the interpreter was fenced in.
    public var sandbox: SandboxLevel
    /// What the recorded outputs were computed from.
    public var origin: ReferenceOutputs.Origin
  }

  /// Runs a package in transformers, in float32, and writes what came out into it.
  ///
  /// It is refused when the package's code must not be run, does not run, or gives other numbers or ids than this tool: a
  /// recording that `verify` would find wrong at once is not made. The file appears whole or not at all. A card with marks then
  /// says what was recorded.
  ///
  /// - Parameters:
  ///   - root: the package.
  ///   - name: what messages call it.
  ///   - python: an interpreter with torch and transformers: a path, or a name to look for in PATH.
  ///   - pairs: what to ask; by default texts in several scripts, an empty one, and one that is cut off.
  ///   - isUnsandboxed: whether the package's code runs without a sandbox.
  ///   - threads: how many threads may be used.
  /// - Throws: ``InterpreterError``; ``ModelDir/ModelDirError`` when it is refused; ``PackFiles/FileError``.
  public static func record(
    root: String, name: String, python: String, pairs: [TextPair]? = nil, isUnsandboxed: Bool = false,
    threads: Int
  ) throws -> Summary {
    try record(
      root: root, name: name, python: python, source: nil, pairs: pairs, isUnsandboxed: isUnsandboxed,
      threads: threads)
  }

  /// Runs a package and what it was made from side by side; what the source gives is recorded.
  ///
  /// - Parameter source: a source that transformers loads by itself; nil records what the package gives.
  /// - Throws: what `record` throws, and ``ModelDir/ModelDirError`` where the two differ.
  package static func record(
    root: String, name: String, python: String, source: RunnableSource?, pairs: [TextPair]? = nil,
    isUnsandboxed: Bool = false, threads: Int
  ) throws -> Summary {
    let interpreter = try PythonInterpreter(python)
    try interpreter.checkRuns()
    let (recording, card, summary) = try FileWatch.during([root]) { watch in
      let outputs = try outputs(
        root: root, name: name, interpreter: interpreter, source: source, pairs: pairs,
        isUnsandboxed: isUnsandboxed, threads: threads)
      try watch.check()
      return outputs
    }
    // No longer watched: that a file is another one now is this command's doing.
    try RecordedFiles.write(Array(recording.fileText.utf8), card: card, to: root)
    return summary
  }

  /// What is to be recorded, and the card that says so.
  private static func outputs(
    root: String, name: String, interpreter: PythonInterpreter, source: RunnableSource?, pairs: [TextPair]?,
    isUnsandboxed: Bool, threads: Int
  ) throws -> (recording: ReferenceOutputs, card: [UInt8]?, summary: Summary) {
    let package = try PackageInspection(root: root, threads: threads)
    let report = try Verifier.verify(package)
    func refused(_ problem: String, expected: String? = nil, found: String? = nil) -> ModelDirError {
      ModelDirError(
        .refused, at: Place(file: name), problem: SaveText(problem), expected: expected.map { SaveText($0) },
        found: found)
    }
    // Unless the weights are others, and the recording is of no use.
    if case .success(let recorded)? = package.documents.reference, recorded.origin != .package,
      !report.findings.contains(where: { $0.rule == Rule.int003.id })
    {
      throw refused(
        "nothing was recorded: the package carries outputs that prove more, and that would be lost",
        expected: "a package without \(PackageLayout.referenceOutputs)",
        found: "origin \(recorded.origin.rawValue)")
    }
    if let skip = LiveChecker.reasonNotToRun(report.outcomes, report.findings) {
      throw refused("nothing was recorded: \(skip.reason)")
    }
    let config: PackageConfig
    let model: any SmokeModel
    do throws(RuleSkip) {
      config = try package.documents.config.required(PackageLayout.config)
      model = try package.running.encoder()
    } catch {
      throw refused("nothing was recorded: \(error.reason)")
    }
    let asked =
      pairs?.map { ReferencePair($0) } ?? ReferencePair.standard(maximumLength: config.maximumLength)
    guard let path = resolvedPath(root) else {
      throw FileError(.notFound, path: root, problem: "does not exist")
    }
    guard asked.count <= ReferenceOutputs.caseLimit, !asked.isEmpty else {
      throw refused(
        "unsupported number of pairs", expected: "1 to \(ReferenceOutputs.caseLimit)",
        found: "\(asked.count)")
    }
    let run: TransformersRun
    do throws(InterpreterError) {
      run = try TransformersRun(
        interpreter, root: path, config: config, pairs: asked,
        requests: [.float32] + (source == nil ? [] : [.source])
          + (source?.hasScores == true ? [.crossEncoder] : []),
        source: source,
        fence: PythonFence(package, root: path, source: source, isOpen: isUnsandboxed), threads: threads)
    } catch {
      guard error.isAfterStart else { throw error }
      throw refused(
        "nothing was recorded: the package's code ended the interpreter: \(error.problem)", found: error.found
      )
    }
    let versions = run.versions
    if run.unmet != nil {
      throw refused(
        "nothing was recorded: the interpreter has another transformers than the package requires",
        expected: "transformers \(config.requiredTransformers ?? "")", found: versions.transformers)
    }
    guard let outputs = run.float32, outputs.failure == nil, outputs.cases.count == asked.count else {
      throw refused(
        "the package does not run in transformers \(versions.transformers)",
        found: run.float32?.failure?.message)
    }
    var largest = try difference(outputs.cases, model) {
      refused("transformers \(versions.transformers) gives \($0)", expected: $1, found: $2)
    }
    var recorded = outputs.cases
    if let source {
      let comparison = SourceComparison(source, run: run, name: name)
      recorded = try comparison.cases(asked: asked.count)
      largest = max(largest, try difference(recorded, model, comparison.error))
      try comparison.requireSameScores()
    }
    let digests: [String: SHA256Digest]
    do throws(RuleSkip) { digests = try package.weights.digests() } catch { throw refused(error.reason) }
    let recording = ReferenceOutputs(
      origin: source == nil ? .package : .source, versions: versions, weights: digests, cases: recorded)
    let card = CardRenewal.card(
      of: root, reference: recording, largestDifference: try recording.largestDifference(model))
    let summary = Summary(
      versions: versions, caseCount: asked.count, largestDifference: largest, sandbox: run.wall.level,
      origin: recording.origin)
    return (recording, card, summary)
  }

  /// Holds what PyTorch computed against what comes out here.
  ///
  /// - Parameter error: makes the error of what is different, what was expected and what was found.
  /// - Returns: the largest difference.
  private static func difference(
    _ cases: [ReferenceOutputs.Case], _ model: any SmokeModel,
    _ error: (_ different: String, _ expected: String?, _ found: String?) -> ModelDirError
  ) throws -> Float {
    var largest: Float = 0
    for (index, outputs) in cases.enumerated() {
      let replay = try Replay(outputs, model)
      guard replay.ids == outputs.inputIDs else {
        throw error("different ids than tokenizer.json for pair \(index)", nil, nil)
      }
      for (output, worst) in outputs.compare(replay, ranking: .standard, pruning: .standard) {
        guard worst.excess <= 0 else {
          throw error(
            "a different \(output)\(worst.index) for pair \(index)", "\(worst.expected)",
            "\(worst.found) here")
        }
        largest = max(largest, worst.difference)
      }
    }
    return largest
  }
}

extension ReferenceRecorder.Summary: CustomStringConvertible {
  /// `15 cases with transformers 5.23.0, at most 2.4e-07 off`.
  public var description: String {
    return
      "\(caseCount) cases with Python \(versions.python), torch \(versions.torch), transformers \(versions.transformers), "
      + "sandbox: \(sandbox.rawValue); pruning-pack differs by at most \(largestDifference)"
  }
}
