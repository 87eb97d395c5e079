public import PackFiles
import PackProcesses

/// A Python interpreter that could not do what it was asked to: a fault of the machine or the command line, unless what it was
/// given to run had begun to run (``isAfterStart``).
public struct InterpreterError: LocatedError {
  /// The interpreter.
  public let place: Place
  /// What is wrong.
  public let problem: String
  /// What would have been right.
  public let expected: String?
  /// What happened instead.
  public let found: String?

  /// Whether the script had said that whatever follows is what it was given to run.
  package var isAfterStart = false

  /// Whether the system gives no sandbox to run a package's code in.
  public private(set) var isWithoutSandbox = false

  /// Creates an error of the interpreter at a path.
  package init(_ path: String, problem: String, expected: String? = nil, found: String? = nil) {
    self.place = Place(file: path)
    self.problem = problem
    self.expected = expected
    self.found = found
  }

  /// Creates the error of an interpreter that was not started, or had to be ended.
  init(_ path: String, _ error: ProcessError) {
    self.init(path, problem: error.problem, expected: error.expected, found: error.found)
    isWithoutSandbox = error.code == .noSandbox
  }
}
