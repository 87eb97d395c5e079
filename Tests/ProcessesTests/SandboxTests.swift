#if os(Linux)
  import PackFiles
  import PackProcesses
  import TestSupport
  import Testing

  /// The sandbox itself: how what runs in it ends. What it keeps a program from is in Tests/Contract/test_sandbox.py.
  @Suite struct SandboxTests {
    private static let levels: [SandboxLevel] = [.full, .partial]

    /// A shell in a sandbox; nil, and a printed reason, where the system does not give it.
    private func shell(_ script: String, _ level: SandboxLevel, _ directory: TemporaryDirectory) throws
      -> ChildProcess?
    {
      let scratch = try #require(resolvedPath(directory.path))
      var process = ChildProcess("/bin/sh")
      process.environment = ["PATH": "/usr/bin:/bin"]
      process.directory = scratch
      process.sandbox = Sandbox(readable: [], scratch: scratch)
      process.sandbox?.levels = [level]
      process.arguments = ["-c", "true"]
      do throws(ProcessError) { _ = try process.run() } catch {
        try #require(error.code == .noSandbox)
        print("this system gives no \(level.rawValue) sandbox (\(error.found ?? "")): it was not tested")
        return nil
      }
      process.arguments = ["-c", script]
      return process
    }

    @Test(arguments: levels) func givesInputAndTakesOutput(_ level: SandboxLevel) throws {
      let directory = try TemporaryDirectory()
      guard var process = try shell("cat; echo oops >&2; pwd >&2; exit 3", level, directory) else { return }
      process.input = [UInt8](repeating: 65, count: 1_000_000)
      let result = try process.run()
      #expect(result.exitCode == 3 && result.level == level && result.output == process.input)
      #expect(String(decoding: result.errors, as: UTF8.self) == "oops\n\(process.directory)\n")
    }

    @Test(arguments: levels) func aSignalIsNoExitCode(_ level: SandboxLevel) throws {
      let directory = try TemporaryDirectory()
      guard let process = try shell("kill -9 $$", level, directory) else { return }
      #expect(try process.run().exitCode == nil)
    }

    @Test(arguments: levels) func endsInTimeAndLeavesNothing(_ level: SandboxLevel) throws {
      let directory = try TemporaryDirectory()
      let script = "(setsid sh -c 'sleep 1; echo late; sleep 30' &) ; while :; do :; done"
      guard var process = try shell(script, level, directory) else { return }
      process.timeLimit = .milliseconds(300)
      let start = ContinuousClock.now
      let ending = try process.runToEnd()
      #expect(ending.failure?.code == .timedOut && ending.result.output.isEmpty)
      #expect(ContinuousClock.now - start < .seconds(5))
    }

    /// What was left behind, in a session of its own, holds the streams open until it is ended.
    @Test(arguments: levels) func endsWhatWasLeftBehind(_ level: SandboxLevel) throws {
      let directory = try TemporaryDirectory()
      guard let process = try shell("(setsid sleep 30 &) ; echo done", level, directory) else { return }
      let start = ContinuousClock.now
      #expect(String(decoding: try process.run().output, as: UTF8.self) == "done\n")
      #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test(arguments: levels) func whatIsNotThereIsNoLowerWall(_ level: SandboxLevel) throws {
      let directory = try TemporaryDirectory()
      guard var process = try shell("true", level, directory) else { return }
      process.program = "/nowhere/at/all"
      let error = #expect(throws: ProcessError.self) { try process.run() }
      #expect(error?.code == .notFound)
    }

    /// A directory that is shown is there under both of its names, and read-only.
    @Test(arguments: levels) func showsDirectoriesUnderBothNames(_ level: SandboxLevel) throws {
      let directory = try TemporaryDirectory()
      let other = try TemporaryDirectory()
      let shown = try #require(resolvedPath(other.path))
      try makeDirectory(joinPath(shown, "real"))
      try writeFile(joinPath(shown, "real/file"), Array("read\n".utf8))
      try makeLink(joinPath(shown, "name"), to: joinPath(shown, "real"))
      let named = joinPath(shown, "name")
      let script = "cat \(named)/file \(shown)/real/file; echo x >\(named)/file || echo refused"
      guard var process = try shell(script, level, directory) else { return }
      process.sandbox?.readable = [named]
      let output = String(decoding: try process.run().output, as: UTF8.self)
      // A link at the partial level is one on the host, which may be followed.
      #expect(output == "read\nread\nrefused\n")
    }
  }
#endif
