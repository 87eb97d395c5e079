import ModelDir
import PackPythonCode
import Pruning
/// What a Python interpreter has to say about a package.
enum LiveCheck: Sendable {
  /// No interpreter was named.
  case notAsked
  /// The package's code may not be run, and why.
  case barred(RuleSkip)
  /// Its code ended the interpreter, or kept it from ending.
  case crashed(InterpreterError)
  /// It was run.
  case ran(LiveResult)
}

/// What transformers made of a package, and what came out here for the same pairs.
struct LiveResult: Sendable {
  let run: TransformersRun
  let pairs: [ReferencePair]
  /// Empty where the model does not run here.
  let replays: [Replay]
  /// What the package's passages are pruned to here, or why one is not; empty where the model does not run here.
  let pruned: [Result<PrunedPassage, PruningFailure>]
  /// The same run without the variables by which libraries keep from the network.
  let online: Result<TransformersRun, InterpreterError>
  /// The package's configuration.
  let config: PackageConfig
  /// Why it does not.
  let replayFailure: RuleSkip?
}

/// Why a passage was not pruned here.
struct PruningFailure: Error {
  let message: String
}
