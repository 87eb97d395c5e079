public import PackFiles

/// Why a model cannot be asked.
public enum PruningErrorCode: String, Sendable, Hashable {
  /// The query leaves no room for the passage within max_length.
  case queryTooLong
  /// The package's parts contradict each other.
  case brokenPackage
}

/// A text that the model cannot be asked about.
public typealias PruningError = LocatedFailure<PruningErrorCode>
