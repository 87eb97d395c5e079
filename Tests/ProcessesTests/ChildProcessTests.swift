import PackFiles
import PackProcesses
import TestSupport
import Testing

@Suite struct ChildProcessTests {
  private func shell(_ script: String) -> ChildProcess {
    var process = ChildProcess("/bin/sh")
    process.arguments = ["-c", script]
    process.environment = ["PATH": "/usr/bin:/bin"]
    return process
  }

  @Test func givesInputAndTakesOutput() throws {
    var process = shell("cat; echo oops >&2; exit 3")
    process.input = [UInt8](repeating: 65, count: 1_000_000)
    let result = try process.run()
    #expect(result.exitCode == 3)
    #expect(result.output == process.input)
    #expect(String(decoding: result.errors, as: UTF8.self) == "oops\n")
  }

  @Test func hasItsOwnEnvironmentAndDirectory() throws {
    let directory = try TemporaryDirectory()
    var process = shell("env | sort; pwd")
    process.environment["A"] = "b c"
    process.directory = try #require(resolvedPath(directory.path))
    let lines = String(decoding: try process.run().output, as: UTF8.self).split(separator: "\n").map(
      String.init)
    #expect(lines.contains("A=b c") && !lines.contains { $0.hasPrefix("HOME=") })
    #expect(lines.last == process.directory)
  }

  @Test func endsTheWholeGroupInTime() throws {
    let directory = try TemporaryDirectory()
    let mark = directory.file("mark")
    var process = shell("(sleep 2; touch '\(mark)') & sleep 60")
    process.timeLimit = .milliseconds(200)
    let start = ContinuousClock.now
    let error = #expect(throws: ProcessError.self) { try process.run() }
    #expect(error?.code == .timedOut)
    #expect(ContinuousClock.now - start < .seconds(2))
    try shellSleep(2.5)
    #expect(fileKind(mark) == nil)
  }

  @Test func tellsWhatIsWrittenAsItComes() throws {
    var pieces: [String] = []
    var times: [ContinuousClock.Instant] = []
    let result = try shell("echo one; sleep 0.5; echo two").run {
      pieces.append(String(decoding: $0, as: UTF8.self))
      times.append(.now)
    }
    #expect(pieces == ["one\n", "two\n"] && result.output == Array("one\ntwo\n".utf8))
    #expect(times.count == 2 && times[1] - times[0] > .milliseconds(300))
  }

  /// A program that waits for the end of its input gets none before it has ended itself.
  @Test func canKeepInputOpen() throws {
    var process = shell("exec 3<&0; read -r line; (cat <&3; echo closed) & sleep 0.5; echo \"$line\"; exit 0")
    process.input = Array("asked\n".utf8)
    #expect(String(decoding: try process.run().output, as: UTF8.self).hasPrefix("closed"))
    process.keepsInputOpen = true
    #expect(String(decoding: try process.run().output, as: UTF8.self) == "asked\n")
  }

  /// What outlives its parent and holds on to the streams does not keep us.
  @Test func doesNotWaitForWhatWasLeftBehind() throws {
    var process = shell("sleep 30 & echo done")
    process.timeLimit = .seconds(20)
    let start = ContinuousClock.now
    #expect(String(decoding: try process.run().output, as: UTF8.self) == "done\n")
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func boundsWhatIsWritten() throws {
    var process = shell("while :; do echo 0123456789012345678901234567890123456789; done")
    process.outputLimit = 100_000
    let error = #expect(throws: ProcessError.self) { try process.run() }
    #expect(error?.code == .tooMuchOutput)
    let errors = try shell("i=0; while [ $i -lt 20000 ]; do echo line $i >&2; i=$((i+1)); done").run().errors
    #expect(errors.count <= 1 << 16 && String(decoding: errors.suffix(11), as: UTF8.self) == "line 19999\n")
  }

  @Test func saysWhatDoesNotStart() throws {
    #expect(throws: ProcessError.self) { try ChildProcess("/nowhere/at/all").run() }
    let error = #expect(throws: ProcessError.self) { try ChildProcess("/etc/passwd").run() }
    #expect(error?.code == .notStarted)
  }

  #if os(Linux)
    /// Where the system gives an empty network namespace, there is nothing but the loopback, and that is down.
    @Test func hasNoNetworkWhenAsked() throws {
      var process = shell("cat /proc/net/dev")
      process.isWithoutNetwork = true
      let result = try process.run()
      if !result.isIsolated { print("this system gives no network namespaces: isolation was not tested") }
      let devices = String(decoding: result.output, as: UTF8.self).split(separator: "\n").dropFirst(2)
      #expect(!result.isIsolated || devices.allSatisfy { $0.contains("lo:") })
      process.isWithoutNetwork = false
      #expect(try !process.run().isIsolated)
    }
  #endif

  private func shellSleep(_ seconds: Double) throws { _ = try shell("sleep \(seconds)").run() }
}
