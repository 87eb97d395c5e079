import PackFiles
package import PackJSON
import PackProcesses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A Python interpreter on this machine, run in a subprocess with bounds on time, output and environment.
package struct PythonInterpreter: Sendable {
  /// Where it is, absolute; links are kept, since a virtual environment is recognised by them.
  package let path: String

  /// Finds an interpreter.
  ///
  /// - Parameter name: a path, or a name to look for in PATH.
  /// - Throws: ``InterpreterError`` when there is none.
  package init(_ name: String) throws(InterpreterError) {
    let candidates =
      name.utf8.contains(UInt8(ascii: "/"))
      ? [name] : (Self.variable("PATH") ?? "").split(separator: ":").map { joinPath(String($0), name) }
    guard let found = candidates.first(where: { fileKind($0) == .file && access($0, X_OK) == 0 }) else {
      throw InterpreterError(name, problem: "Python interpreter not found", expected: "a Python interpreter")
    }
    path = found.utf8.first == UInt8(ascii: "/") ? found : joinPath(resolvedPath(".") ?? ".", found)
  }

  /// The `python3` of PATH, if there is one.
  package static var onPath: PythonInterpreter? { try? PythonInterpreter("python3") }

  /// Starts it, to see that it runs.
  ///
  /// - Throws: ``InterpreterError`` when it does not run, or is older than Python 3.9.
  package func checkRuns() throws(InterpreterError) {
    let check = "import sys; sys.exit(0 if sys.version_info >= (3, 9) else 9)"
    let result = try run(["-I", "-S", "-c", check], in: "/", timeLimit: .seconds(30))
    guard result.exitCode == 0 else {
      throw InterpreterError(
        path, problem: "the interpreter does not run", expected: "Python 3.9 or newer",
        found: Self.story(result))
    }
  }

  /// Runs a script that reads one JSON value and writes one.
  ///
  /// - Parameters:
  ///   - script: its text.
  ///   - input: what it reads.
  ///   - isAlone: whether it is to see the standard library only, and no setting of its user.
  ///   - timeLimit: how long it may take.
  ///   - isWithoutNetwork: whether to try to take the network from it.
  ///   - variables: what its environment has beside what any interpreter needs, given a directory that is gone afterwards.
  /// - Returns: what it wrote, and whether it had no network.
  /// - Throws: ``InterpreterError`` when it cannot be started, ends with another exit code than 0, takes longer or writes more
  ///   than it may, or answers with anything but JSON.
  package func run(
    script: String, input: JSONValue, isAlone: Bool = false, timeLimit: Duration,
    isWithoutNetwork: Bool = false, variables: (_ scratch: String) -> [String: String] = { _ in [:] }
  ) throws(InterpreterError) -> (answer: JSONDocument, isIsolated: Bool) {
    let scratch: ScratchDirectory
    do throws(FileError) { scratch = try ScratchDirectory() } catch {
      throw InterpreterError(path, problem: error.problem, found: error.place.file)
    }
    do throws(InterpreterError) {
      let result = try run(
        (isAlone ? ["-I", "-S"] : []) + ["-c", script], in: scratch.path,
        input: Array(input.text(.line).utf8), variables: variables(scratch.path), timeLimit: timeLimit,
        isWithoutNetwork: isWithoutNetwork)
      return (try answer(result), result.isIsolated)
    } catch {
      var error = error
      error.isAfterStart = fileKind(joinPath(scratch.path, Self.startMark)) != nil
      throw error
    }
  }

  /// The file that a script makes in its directory when it has what it needs, before it runs what it was given.
  private static let startMark = "started"

  private func answer(_ result: ChildProcess.Result) throws(InterpreterError) -> JSONDocument {
    guard result.exitCode == 0 else {
      throw InterpreterError(path, problem: "the interpreter failed", found: Self.story(result))
    }
    do throws(JSONError) {
      return try JSONDocument(bytes: result.output, name: path)
    } catch {
      throw InterpreterError(path, problem: "the interpreter's answer cannot be read", found: error.problem)
    }
  }

  private func run(
    _ arguments: [String], in directory: String, input: [UInt8] = [], variables: [String: String] = [:],
    timeLimit: Duration, isWithoutNetwork: Bool = false
  ) throws(InterpreterError) -> ChildProcess.Result {
    var process = ChildProcess(path)
    process.arguments = arguments
    process.directory = directory
    process.environment = Self.environment(scratch: directory).merging(variables) { _, own in own }
    process.input = input
    process.timeLimit = timeLimit
    process.outputLimit = 1 << 27
    process.isWithoutNetwork = isWithoutNetwork
    do throws(ProcessError) {
      return try process.run()
    } catch {
      throw InterpreterError(path, problem: error.problem, expected: error.expected, found: error.found)
    }
  }

  /// What an interpreter needs to find itself and its libraries, and nothing that could be a secret.
  private static func environment(scratch: String) -> [String: String] {
    var result: [String: String] = [
      "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0", "TMPDIR": scratch,
    ]
    for name in kept { result[name] = variable(name) }
    return result
  }

  private static let kept = [
    "PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "VIRTUAL_ENV",
    "CONDA_PREFIX", "PYTHONHOME", "PYTHONPATH", "PYTHONNOUSERSITE", "OMP_NUM_THREADS", "MKL_NUM_THREADS",
    "OPENBLAS_CORETYPE", "CUDA_VISIBLE_DEVICES",
  ]

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// How a run ended, in its last words.
  private static func story(_ result: ChildProcess.Result) -> String {
    let end = result.exitCode.map { "exit code \($0)" } ?? "ended by a signal"
    let lines = String(decoding: result.errors, as: UTF8.self).split(whereSeparator: \.isNewline)
    return ([end] + lines.suffix(1).map { String($0.prefix(300)) }).joined(separator: ": ")
  }
}
