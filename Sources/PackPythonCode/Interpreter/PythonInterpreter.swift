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
    let ending = try run(["-I", "-S", "-c", check], in: "/", timeLimit: .seconds(30))
    if let failure = ending.failure { throw InterpreterError(path, failure) }
    guard ending.result.exitCode == 0 else {
      throw InterpreterError(
        path, problem: "the interpreter does not run", expected: "Python 3.9 or newer",
        found: Self.story(ending.result))
    }
  }

  /// Runs a script that reads one JSON value and writes one.
  ///
  /// - Parameters:
  ///   - script: its text.
  ///   - input: what it reads.
  ///   - isAlone: whether it is to see the standard library only, and no setting of its user.
  ///   - timeLimit: how long it may take.
  /// - Returns: what it wrote.
  /// - Throws: ``InterpreterError`` when it cannot be started, ends with another exit code than 0, takes longer or writes more
  ///   than it may, or answers with anything but JSON.
  package func run(
    script: String, input: JSONValue, isAlone: Bool = false, timeLimit: Duration
  ) throws(InterpreterError) -> JSONDocument {
    let scratch = try scratchDirectory()
    let ending = try run(
      (isAlone ? ["-I", "-S"] : []) + ["-c", script], in: scratch.path, input: Array(input.text(.line).utf8),
      timeLimit: timeLimit)
    return try answer(ending.result)
  }

  /// Runs a script that runs code of a package, as ``run(script:input:isAlone:timeLimit:)`` does, as well fenced in as the
  /// system allows.
  ///
  /// The script writes the line `started` when it has what it needs, before it runs what it was given.
  ///
  /// - Parameters:
  ///   - fence: what it may see.
  ///   - variables: what its environment has beside what any interpreter needs, given a directory that is gone afterwards.
  /// - Returns: what it wrote, and how it was fenced in.
  package func run(
    script: String, input: JSONValue, timeLimit: Duration, fence: PythonFence,
    variables: (_ scratch: String) -> [String: String] = { _ in [:] }
  ) throws(InterpreterError) -> (answer: JSONDocument, wall: PythonWall) {
    let scratch = try scratchDirectory()
    var ending = try withExtendedLifetime(scratch) { () throws(InterpreterError) in
      try run(
        ["-c", script], in: scratch.path, input: Array(input.text(.line).utf8),
        variables: variables(scratch.path), timeLimit: timeLimit, fence: fence)
    }
    let isStarted = ending.result.output.starts(with: Self.startMark)
    if isStarted { ending.result.output.removeFirst(Self.startMark.count) }
    do throws(InterpreterError) {
      if let failure = ending.failure { throw InterpreterError(path, failure) }
      let result = ending.result
      return (try answer(result), PythonWall(level: result.level, isWithoutNetwork: result.isIsolated))
    } catch {
      var error = error
      error.isAfterStart = isStarted
      throw error
    }
  }

  /// What a script writes first when it has what it needs.
  private static let startMark = Array("started\n".utf8)

  private func scratchDirectory() throws(InterpreterError) -> ScratchDirectory {
    do throws(FileError) { return try ScratchDirectory() } catch {
      throw InterpreterError(path, problem: error.problem, found: error.place.file)
    }
  }

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

  /// Runs it in the open.
  private func run(
    _ arguments: [String], in directory: String, input: [UInt8] = [], timeLimit: Duration
  ) throws(InterpreterError) -> ChildProcess.Ending {
    var process = ChildProcess(path)
    process.arguments = arguments
    process.environment = Self.environment(scratch: directory)
    return try end(process, in: directory, input, timeLimit)
  }

  /// Runs it behind a fence.
  private func run(
    _ arguments: [String], in directory: String, input: [UInt8], variables: [String: String],
    timeLimit: Duration, fence: PythonFence
  ) throws(InterpreterError) -> ChildProcess.Ending {
    guard !fence.isOpen else {
      var process = ChildProcess(path)
      process.arguments = arguments
      process.environment = Self.environment(scratch: directory).merging(variables) { _, own in own }
      process.isWithoutNetwork = true
      return try end(process, in: directory, input, timeLimit)
    }
    let installation = try installation()
    var process = ChildProcess(installation.program)
    process.arguments = arguments
    process.sandbox = Sandbox(
      readable: installation.paths + fence.readable, scratch: directory,
      limits: SandboxLimits(weights: fence.weights))
    let home = joinPath(directory, "home")
    do throws(FileError) { try makeDirectory(home) } catch {
      throw InterpreterError(path, problem: error.problem, found: error.place.file)
    }
    process.environment = Self.environment(scratch: directory).merging(
      ["HOME": home, "USER": "user", "LOGNAME": "user"]
        .merging(installation.userBase.map { ["PYTHONUSERBASE": $0] } ?? [:]) { one, _ in one }
        .merging(variables) { _, own in own }
    ) { _, own in own }
    return try end(process, in: directory, input, timeLimit)
  }

  private func end(
    _ process: ChildProcess, in directory: String, _ input: [UInt8], _ timeLimit: Duration
  ) throws(InterpreterError) -> ChildProcess.Ending {
    var process = process
    process.directory = directory
    process.input = input
    process.timeLimit = timeLimit
    process.outputLimit = 1 << 27
    do throws(ProcessError) { return try process.runToEnd() } catch { throw InterpreterError(path, error) }
  }

  /// Asks it where it is and what it reads.
  private func installation() throws(InterpreterError) -> PythonInstallation {
    let ending = try run(["-c", PythonInstallation.question], in: "/", timeLimit: .seconds(60))
    if let failure = ending.failure { throw InterpreterError(path, failure) }
    let document = try answer(ending.result)
    do throws(JSONError) {
      return try PythonInstallation(document.root, home: Self.variable("HOME"))
    } catch {
      throw InterpreterError(path, problem: "the interpreter does not say where it is", found: error.problem)
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
