import ModelDir
import PackFiles
import PackHub
import PackPythonCode
import PackSigning
import PackValidation

/// An end of the command that is not success: what to say, and the exit code.
struct CommandFailure: Error {
  /// Exit codes, as the command line's contract has them.
  enum Status: Int32 {
    /// The package, or what was to become one, is not in order.
    case refused = 1
    /// The tool could not do its work.
    case failed = 2
    /// It was published, and what lies on the Hub differs.
    case differs = 3
    /// The command line is wrong.
    case usage = 64
  }

  let message: String
  let status: Int32

  init(_ message: String, _ status: Status) {
    self.message = message
    self.status = status.rawValue
  }

  /// The failure that an error of a module means.
  ///
  /// - Parameter spelling: what its options are called; by default by their flags.
  init(_ error: any LocatedError, _ spelling: (SaveOption) -> String = \.flag) {
    let status: Status =
      switch error {
      case let error as FileError where error.code == .alreadyExists: .refused
      case is FileError, is InterpreterError: .failed
      case let error as SigningError: error.code == .directory ? .refused : .failed
      case let error as HubError: error.isRefusal ? .refused : .failed
      case let error as ModelDirError where error.code == .missingOption: .usage
      case let error as ModelDirError where error.code == .missingFile: .failed
      default: error.isOfTheMachine ? .failed : .refused
      }
    self.init((error as? ModelDirError)?.spelled(spelling).description ?? Self.message(error), status)
  }

  /// What is said of an error, with the flag that there is against it.
  static func message(_ error: any LocatedError) -> String {
    guard let error = error as? InterpreterError, error.isWithoutSandbox else { return "\(error)" }
    return "\(error); --unsandboxed runs a package's code without one"
  }
}
