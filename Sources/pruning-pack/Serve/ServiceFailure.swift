import PackFiles
import PackJSON
import Pruning

/// Why a line was not answered.
struct ServiceFailure {
  /// The members of `error`: a code that stays the same, and a sentence that may change.
  let json: JSONObject

  init(_ error: any LocatedError) {
    let failure = CommandFailure(error)
    let code =
      switch error {
      case let error as PruningError where error.code == .queryTooLong: "query_too_long"
      case let error as FileError where error.code == .changedWhileReading: "package_changed"
      case is JSONError: "invalid_request"
      default: failure.status == CommandFailure.Status.refused.rawValue ? "refused" : "failed"
      }
    json = ["code": .string(code), "message": .string(failure.message)]
  }
}
