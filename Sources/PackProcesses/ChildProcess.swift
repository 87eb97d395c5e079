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
  /// Whether it is to have an empty network namespace, where the system allows that. In a sandbox it has no network in any case.
  public var isWithoutNetwork = false
  /// How it is fenced in: as well as the system allows. It is not started where the system allows nothing.
  public var sandbox: Sandbox?
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
    /// Whether it had an empty network namespace.
    public var isIsolated: Bool
    /// How it was fenced in.
    public var level: SandboxLevel
  }

  /// A program that ran: how it ended, and why it had to be ended before that.
  package struct Ending {
    /// What there is of its output, in any case.
    package var result: Result
    package var failure: ProcessError?
  }

  /// Runs it and waits for its end.
  ///
  /// - Parameter whenWritten: is given what it writes to standard output, as it comes.
  /// - Throws: ``ProcessError``; nothing of the program is then left running.
  public func run(whenWritten: ((ArraySlice<UInt8>) -> Void)? = nil) throws(ProcessError) -> Result {
    let ending = try runToEnd(whenWritten: whenWritten)
    if let failure = ending.failure { throw failure }
    return ending.result
  }

  /// Runs it and waits for its end; what it wrote is there even if it had to be ended.
  ///
  /// - Parameter whenWritten: is given what it writes to standard output, as it comes.
  /// - Throws: ``ProcessError`` when it was not started.
  package func runToEnd(
    whenWritten: ((ArraySlice<UInt8>) -> Void)? = nil
  ) throws(ProcessError) -> Ending {
    guard let sandbox else { return try runToEnd(nil, .none, whenWritten) }
    #if os(macOS)
      var fenced = self
      fenced.program = "/usr/bin/sandbox-exec"
      fenced.arguments = ["-p", sandbox.profile, program] + arguments
      return try fenced.runToEnd(nil, .partial, whenWritten)
    #else
      var refusals: [String] = []
      for level in sandbox.levels {
        do throws(ProcessError) {
          return try runToEnd(sandbox, level, whenWritten)
        } catch {
          // What is wrong with this program is no reason for a lower wall.
          guard error.code == .noSandbox else { throw error }
          refusals.append("\(level.rawValue): \(error.found ?? "")")
        }
      }
      throw ProcessError(
        .noSandbox, program: program, problem: "this system gives no sandbox to run it in",
        expected: "user namespaces, or Linux 5.13 or newer with Landlock",
        found: refusals.joined(separator: "; "))
    #endif
  }

  private func runToEnd(
    _ sandbox: Sandbox?, _ level: SandboxLevel, _ whenWritten: ((ArraySlice<UInt8>) -> Void)?
  ) throws(ProcessError) -> Ending {
    var process = cfiles_process()
    let status = SpawnArguments(self, level).start(sandbox, &process)
    guard status <= 0 else { throw notStarted(status) }
    InterruptCleanup.shared.register(processGroup: process.group)
    defer { InterruptCleanup.shared.unregister(processGroup: process.group) }
    var streams = ChildStreams(
      input: process.input, output: process.output, errors: process.error, toWrite: input,
      keepsInputOpen: keepsInputOpen)
    let supervisor = Supervisor(process, isFenced: sandbox != nil)
    var told = 0
    var exitStatus: Int32?
    let deadline = ContinuousClock.now + timeLimit
    var nextLook = ContinuousClock.now
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
      exitStatus = supervisor.status(WNOHANG)
      if exitStatus == nil, ContinuousClock.now >= deadline {
        failure = ProcessError(
          .timedOut, program: program, problem: "time limit exceeded",
          expected: "\(timeLimit.components.seconds) s")
        break
      }
      if level == .partial, let sandbox, ContinuousClock.now >= nextLook {
        nextLook = ContinuousClock.now + .milliseconds(250)
        if !sandbox.isWithinWrittenSize {
          failure = ProcessError(
            .tooMuchWritten, program: program, problem: "more was written than may be",
            expected: "at most \(sandbox.limits.writtenSize) bytes")
          break
        }
      }
    }
    let endStatus = supervisor.end(exitStatus)
    guard status == 0 else { throw notStarted(-status, process.stage) }
    return Ending(
      result: Result(
        exitCode: Self.exitCode(endStatus), output: streams.output, errors: streams.errors,
        isIsolated: process.isolated != 0, level: level), failure: failure)
  }

  private func notStarted(_ errorNumber: Int32, _ stage: Int32 = 0) -> ProcessError {
    let reason = String(cString: strerror(errorNumber))
    switch UInt32(stage) {
    case CFILES_STAGE_WALLS.rawValue:
      return ProcessError(.noSandbox, program: program, problem: "no sandbox", found: reason)
    case CFILES_STAGE_PATHS.rawValue:
      return ProcessError(.notStarted, program: program, problem: "cannot be run in a sandbox: \(reason)")
    default:
      return ProcessError(
        errorNumber == ENOENT ? .notFound : .notStarted, program: program,
        problem: "cannot be run: \(reason)")
    }
  }

  private static func exitCode(_ status: Int32) -> Int32? {
    status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
  }
}
