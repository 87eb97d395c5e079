import CPackFiles
public import PackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program to run, with bounds on what it may take.
///
/// It runs in a process group of its own. When it has ended, or has to be ended, so is whatever is left of that group.
public struct ChildProcess: Sendable {
  /// Path of the program.
  public var program: String
  /// What it is given, its own name not included.
  public var arguments: [String] = []
  /// Its environment, whole.
  public var environment: [String: String] = [:]
  /// The directory that it runs in.
  public var directory = "/"
  /// What it reads from standard input.
  public var input: [UInt8] = []
  /// How long it may take.
  public var timeLimit: Duration = .seconds(60)
  /// The most bytes that it may write to standard output.
  public var outputLimit = 1 << 24
  /// Whether it is to have an empty network namespace, where the system allows that.
  public var isWithoutNetwork = false
  /// Whether its standard input stays open while this process lives: the program can tell from its end that this one is gone.
  public var keepsInputOpen = false

  /// A program without arguments, environment and input.
  public init(_ program: String) { self.program = program }

  /// How a program ended.
  public struct Result: Sendable {
    /// The exit code; nil when a signal ended it.
    public var exitCode: Int32?
    /// What it wrote to standard output.
    public var output: [UInt8]
    /// The end of what it wrote to standard error.
    public var errors: [UInt8]
    /// Whether it had no network.
    public var isIsolated: Bool
  }

  /// Runs it and waits for its end.
  ///
  /// - Parameter whenWritten: is given what it writes to standard output, as it comes.
  /// - Throws: ``ProcessError``; nothing of the program is then left running.
  public func run(whenWritten: ((ArraySlice<UInt8>) -> Void)? = nil) throws(ProcessError) -> Result {
    var process = cfiles_process()
    let status = spawn(&process)
    guard status <= 0 else { throw notStarted(status) }
    InterruptCleanup.shared.register(processGroup: process.id)
    defer { InterruptCleanup.shared.unregister(processGroup: process.id) }
    var streams = ChildStreams(
      input: process.input, output: process.output, errors: process.error, toWrite: input,
      keepsInputOpen: keepsInputOpen)
    var told = 0
    var exitStatus: Int32?
    let deadline = ContinuousClock.now + timeLimit
    var failure: ProcessError?
    while status == 0, exitStatus == nil || streams.hasMore {
      streams.transfer(waiting: exitStatus == nil)
      if let whenWritten, streams.output.count > told {
        whenWritten(streams.output[told...])
        told = streams.output.count
      }
      if streams.output.count > outputLimit {
        failure = ProcessError(
          .tooMuchOutput, program: program, problem: "output is too large",
          expected: "at most \(outputLimit) bytes")
        break
      }
      if exitStatus != nil { break }
      exitStatus = Self.wait(process.id, WNOHANG)
      if exitStatus == nil, ContinuousClock.now >= deadline {
        failure = ProcessError(
          .timedOut, program: program, problem: "time limit exceeded",
          expected: "\(timeLimit.components.seconds) s")
        break
      }
    }
    kill(-process.id, SIGKILL)
    while exitStatus == nil { exitStatus = Self.wait(process.id, 0) }
    if let failure { throw failure }
    guard status == 0 else { throw notStarted(-status) }
    return Result(
      exitCode: Self.exitCode(exitStatus ?? 0), output: streams.output, errors: streams.errors,
      isIsolated: process.isolated != 0)
  }

  private func spawn(_ process: inout cfiles_process) -> Int32 {
    var arguments: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    return cfiles_spawn(program, &arguments, &variables, directory, isWithoutNetwork ? 1 : 0, &process)
  }

  private func notStarted(_ errorNumber: Int32) -> ProcessError {
    ProcessError(
      errorNumber == ENOENT ? .notFound : .notStarted, program: program,
      problem: "cannot be run: \(String(cString: strerror(errorNumber)))")
  }

  /// The child's status, or nil while it runs.
  private static func wait(_ id: pid_t, _ options: Int32) -> Int32? {
    var status: Int32 = 0
    let result = waitpid(id, &status, options)
    if result == id { return status }
    // Somebody else has waited for it: then it has ended, and how is not known.
    return result < 0 && errno != EINTR ? 0x7F00 : nil
  }

  private static func exitCode(_ status: Int32) -> Int32? {
    status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
  }
}
