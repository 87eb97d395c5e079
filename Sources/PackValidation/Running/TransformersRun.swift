import CPackTexts
package import ModelDir
import PackEncoders
import PackFiles
import PackJSON
package import PackPythonCode
import Pruning

/// What transformers made of a package, in a subprocess.
package struct TransformersRun: Sendable {
  /// A way to load and run it.
  package struct Step: Sendable {
    /// What raised, and what it said; nil when nothing did.
    package struct Failure: Sendable, Hashable {
      /// `tokenizer` or `model`.
      package var step: String
      package var message: String
    }
    package var failure: Failure?
    /// What came out; cases after a failure are not there. A number that is not finite is NaN.
    package var cases: [ReferenceOutputs.Case] = []
    /// What the package's own methods made of the cases.
    var methods: [PackageMethods] = []
    /// The type of the model's weights in memory, such as `float16`; nil where it did not load.
    package var dtype: String?
  }

  /// What ran.
  package var versions: ReferenceOutputs.Versions
  /// Why it was not run: the package requires other versions of transformers.
  package var unmet: String?
  /// How it was fenced in.
  package var wall: PythonWall
  /// Loaded as a user would.
  package var user: Step?
  /// Loaded in float32.
  package var float32: Step?
  /// CrossEncoder; nil where it was not asked for, or sentence-transformers is not installed.
  package var crossEncoder: Step?
  /// Its scores.
  package var scores: [Float] = []
  /// What the package was made from; nil where it was not asked for.
  package var source: Step?
  /// CrossEncoder's scores of it; nil where it gave none.
  package var sourceScores: [Float]?
  /// A copy without the head; its failure is what has to happen.
  package var headless: Step?

  /// How long loading and running may take: importing takes seconds, a large model on a slow disk minutes.
  private static let timeLimit: Duration = .seconds(900)

  /// What can be asked for.
  package enum Request: String, Sendable {
    case user, float32, headless, source
    case crossEncoder = "cross_encoder"
  }

  /// Runs a package.
  ///
  /// - Parameters:
  ///   - interpreter: one with torch and transformers.
  ///   - root: the package.
  ///   - config: its configuration.
  ///   - pairs: what to ask.
  ///   - requests: in which ways.
  ///   - headless: a copy without the head's weights, where that is one of them.
  ///   - source: what the package was made from, where that is one of them.
  ///   - fence: what it may see.
  ///   - isOffline: whether it has the variables by which libraries keep from the network. There is none in any case.
  ///   - processes: whether the package's own `process` is asked, too.
  ///   - threads: how many threads it may use.
  /// - Throws: ``InterpreterError`` when the interpreter cannot run any package.
  package init(
    _ interpreter: PythonInterpreter, root: String, config: PackageConfig, pairs: [ReferencePair],
    requests: [Request], headless: String? = nil, source: RunnableSource? = nil, fence: PythonFence,
    isOffline: Bool = true, processes: Bool = false, threads: Int
  ) throws(InterpreterError) {
    let cases = pairs.map { pair in
      JSONValue.object([
        "query": .string(pair.pair.query), "document": .string(pair.pair.document),
        "max_length": .int(min(pair.maximumLength ?? config.maximumLength, config.maximumLength)),
      ])
    }
    let (answer, wall) = try interpreter.run(
      script: ctexts_run_package().string,
      input: .object([
        "package": .string(root), "auto_class": .string(config.mode.autoClass), "threads": .int(threads),
        "processes": .bool(processes),
        "steps": .array(requests.map { .string($0.rawValue) }), "cases": .array(cases),
        "headless": headless.map { .string($0) } ?? .null,
        "requires": config.requiredTransformers.map { .string($0) } ?? .null,
        "source": source?.json(of: config) ?? .null,
      ]), timeLimit: Self.timeLimit, fence: fence,
      variables: { Self.variables(scratch: $0, isOffline: isOffline) })
    if let reason = try? answer.root.optionalString("unusable") {
      throw InterpreterError(
        interpreter.path, problem: "the interpreter cannot run a package", expected: "torch and transformers",
        found: reason)
    }
    do throws(JSONError) {
      try self.init(answer.root, pairs: pairs, requests: requests, wall: wall)
    } catch {
      var failure = InterpreterError(
        interpreter.path, problem: "the interpreter's answer is malformed", found: "\(error)")
      failure.isAfterStart = true
      throw failure
    }
  }

  /// No cache but its own, and no look at the network, even where the system leaves it one.
  private static func variables(scratch: String, isOffline: Bool) -> [String: String] {
    let offline = isOffline ? ["HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"] : [:]
    return offline.merging([
      "HF_HOME": joinPath(scratch, "huggingface"),
      "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "TOKENIZERS_PARALLELISM": "false",
    ]) { _, own in own }
  }

  private init(
    _ root: JSONNode, pairs: [ReferencePair], requests: [Request], wall: PythonWall
  ) throws(JSONError) {
    let versions = try root.required("versions")
    self.versions = ReferenceOutputs.Versions(
      python: try versions.string("python"), torch: try versions.string("torch"),
      transformers: try versions.string("transformers"), tokenizers: try versions.string("tokenizers"))
    self.wall = wall
    unmet = try root.optionalString("unmet")
    for request in requests {
      guard let node = try root.optional(request.rawValue) else { continue }
      var step = Step()
      if let failure = try node.optional("failure") {
        step.failure = Step.Failure(step: try failure.string("step"), message: try failure.string("message"))
      }
      step.dtype = try node.optionalString("dtype")
      switch request {
      case .user:
        step.cases = try Self.cases(node, pairs)
        step.methods = try Self.methods(node)
        user = step
      case .float32:
        step.cases = try Self.cases(node, pairs)
        step.methods = try Self.methods(node)
        float32 = step
      case .crossEncoder:
        scores = try Self.numbers(try node.required("scores"))
        crossEncoder = step
      case .source:
        step.cases = try Self.cases(node, pairs)
        sourceScores = try node.optional("scores").map { node throws(JSONError) in try Self.numbers(node) }
        source = step
      case .headless: headless = step
      }
    }
  }

  private static func cases(
    _ node: JSONNode, _ pairs: [ReferencePair]
  ) throws(JSONError) -> [ReferenceOutputs.Case] {
    var cases: [ReferenceOutputs.Case] = []
    for (pair, node) in zip(pairs, try node.required("cases").elements()) {
      var ids: [Int32] = []
      for element in try node.required("input_ids").elements() {
        ids.append(Int32(truncatingIfNeeded: try element.int()))
      }
      var logits: [PruningLogits] = []
      for row in try node.required("pruning_logits").elements() {
        let values = try numbers(row)
        guard values.count == 2 else { throw row.notAllowed("two numbers") }
        logits.append(PruningLogits(drop: values[0], keep: values[1]))
      }
      cases.append(
        ReferenceOutputs.Case(
          query: pair.pair.query, document: pair.pair.document, maximumLength: pair.maximumLength,
          inputIDs: ids,
          rankingLogits: try node.optional("ranking_logit").map { node throws(JSONError) in try numbers(node)
          },
          pruningLogits: logits))
    }
    return cases
  }

  private static func methods(_ node: JSONNode) throws(JSONError) -> [PackageMethods] {
    var methods: [PackageMethods] = []
    for node in try node.required("cases").elements() { methods.append(try PackageMethods(node)) }
    return methods
  }

  static func numbers(_ node: JSONNode) throws(JSONError) -> [Float] {
    var numbers: [Float] = []
    for element in try node.elements() { numbers.append(element.isNull ? .nan : Float(try element.double())) }
    return numbers
  }
}
