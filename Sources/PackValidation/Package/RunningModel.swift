import ModelDir
import PackCheckpoints
import PackEvaluation
import PackFiles
import PackThreads
import PackTokenizers
import Pruning
import Synchronization

/// What rules see of a package that runs: here, and in a Python where one was named.
final class RunningModel: Sendable {
  private let documents: PackageDocuments
  private let weights: PackageWeights
  private let tokenizer: Result<Tokenizer, InspectionError>
  private let threads: Int
  private let timings: Timings
  /// What a Python interpreter made of the package; rules that wait for it run last.
  private let live = Mutex<LiveCheck>(.notAsked)
  private let model: OnceMade<Result<any SmokeModel, InspectionError>>
  private let smoke = OnceMade<Result<SmokeInference, InspectionError>>()
  private let ownType = OnceMade<Result<OwnTypeRun, InspectionError>>()
  private let batteryRun = OnceMade<Result<BatteryRun, InspectionError>>()
  private let evaluated = OnceMade<Result<EvaluationResult, InspectionError>>()
  private let replays = OnceMade<Result<[Replay], InspectionError>>()

  /// - Parameter model: runs in place of the package's own, in tests.
  init(
    _ documents: PackageDocuments, _ weights: PackageWeights, _ tokenizer: Result<Tokenizer, InspectionError>,
    threads: Int, timings: Timings, model: (any SmokeModel)?
  ) {
    self.documents = documents
    self.weights = weights
    self.tokenizer = tokenizer
    self.threads = threads
    self.timings = timings
    self.model = OnceMade(model.map { .success($0) })
  }

  /// The model, made of the parts that are there, when it is first asked for.
  func encoder() throws(RuleSkip) -> any SmokeModel {
    try model.get { Result { try makeModel() }.mapError { InspectionError($0) } }.outcome()
  }

  /// The smoke inference, which runs when it is first asked for.
  func smokeInference() throws(RuleSkip) -> SmokeInference {
    let model = try encoder()
    return try smoke.get {
      timings.measure("inference") { Result { try SmokeInference(model) }.mapError { InspectionError($0) } }
    }.outcome()
  }

  /// What the smoke inference would be in the package's own type of 16 bits.
  func ownTypeRun(_ type: DType) throws(RuleSkip) -> OwnTypeRun {
    guard let model = try encoder() as? PruningEncoder else {
      throw .notApplicable("the model is no package's own")
    }
    return try ownType.get {
      timings.measure("own type") { Result { try OwnTypeRun(model, type) }.mapError { InspectionError($0) } }
    }.outcome()
  }

  /// That run, if a rule has asked for it and it succeeded.
  var ownTypeIfRun: OwnTypeRun? { try? ownType.ifMade?.get() }

  /// What the model makes of the built-in battery, as far as it fits.
  func battery(_ codes: [String], isFull: Bool, maximumLength: Int) throws(RuleSkip) -> BatteryRun {
    let model = try encoder()
    return try batteryRun.get {
      timings.measure("battery") {
        Result {
          try BatteryRun(
            model, codes, isFull: isFull, maximumLength: maximumLength, threads: threads)
        }.mapError { InspectionError($0) }
      }
    }.outcome()
  }

  /// How well the package does on a labelled set, or why that cannot be said.
  func evaluation(on gate: EvaluationGate) throws(RuleSkip) -> Result<EvaluationResult, InspectionError> {
    guard let model = try encoder() as? PruningEncoder else {
      throw .notApplicable("the model is no package's own")
    }
    return evaluated.get {
      timings.measure("labelled set") {
        Result { () throws -> EvaluationResult in
          let options = EvaluationOptions(thresholds: [], worstCount: 0)
          var evaluation = Evaluation(model, name: gate.name, options: options, threads: threads)
          try LabelledSet.read(gate.path, name: gate.name) { try evaluation.add($0) }
          return try evaluation.finish()
        }.mapError { InspectionError($0) }
      }
    }
  }

  /// What it made of the battery, if any rule has asked for it and it succeeded.
  var batteryIfRun: BatteryRun? { try? batteryRun.ifMade?.get() }

  /// What comes out for the recorded cases.
  func replayed(_ reference: ReferenceOutputs) throws(RuleSkip) -> [Replay] {
    let model = try encoder()
    return try replays.get {
      timings.measure("replay") {
        Result { try reference.cases.map { try Replay($0, model) } }.mapError { InspectionError($0) }
      }
    }.outcome()
  }

  /// What a Python interpreter made of the package.
  var liveCheck: LiveCheck { live.withLock { $0 } }

  /// Notes what a Python interpreter made of the package, before the rules that wait for it run.
  func note(_ check: LiveCheck) { live.withLock { $0 = check } }

  /// Why the model did not run, when that was tried.
  var smokeFailure: (any LocatedError)? {
    if case .failure(.broken(let error))? = model.ifMade { return error }
    if case .failure(.broken(let error))? = smoke.ifMade { return error }
    return nil
  }

  /// What kept the machine from running the model, on the battery or a labelled set, too: a package is not judged by that.
  var machineFailure: (any LocatedError)? {
    var failures = [smokeFailure]
    if case .failure(.broken(let error))? = ownType.ifMade { failures.append(error) }
    if case .failure(.broken(let error))? = batteryRun.ifMade { failures.append(error) }
    if case .failure(.broken(let error))? = evaluated.ifMade { failures.append(error) }
    if case .failure(.broken(let error))? = replays.ifMade { failures.append(error) }
    return failures.compactMap { $0 }.first { $0.isOfTheMachine }
  }

  /// The smoke inference, if any rule has asked for it and it succeeded.
  var smokeIfRun: SmokeInference? { try? smoke.ifMade?.get() }

  /// What came out for the recorded cases, if any rule has asked for it and it succeeded.
  var replaysIfMade: [Replay]? { try? replays.ifMade?.get() }

  private func makeModel() throws -> any SmokeModel {
    guard let mode = documents.mode else { throw InspectionError.unreadable("mode") }
    let tokenizerConfig = try documents.readable(PackageLayout.tokenizerConfig)
    let subModelConfig = try documents.readable("\(mode.subModelDirectory)/\(PackageLayout.config)")
    return try PruningEncoder(
      config: documents.config.get(), tokenizer: tokenizer.get(), tokenizerConfig: tokenizerConfig,
      subModelConfig: subModelConfig, subModel: weights.subModel.get(), head: weights.head.get(),
      threads: threads)
  }
}
