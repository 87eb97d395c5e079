import ArgumentParser
import PackDigests
import PackFiles
import PackThreads

/// The command line.
@main
struct PruningPackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pruning-pack",
    abstract: "Package pruning encoders, and verify the packages.",
    discussion: """
      A pruning encoder reads a query and a passage. It scores the passage, and predicts for each token whether to keep it.
      """,
    version: toolVersion,
    subcommands: [
      SaveCommand.self,
      VerifyCommand.self,
      ScoreCommand.self,
      PruneCommand.self,
      InspectCommand.self,
      TokenizeCommand.self,
      RecordCommand.self,
      ExportCommand.self,
      EvaluateCommand.self,
      DiffCommand.self,
      SignCommand.self,
      PublishCommand.self,
      CleanCommand.self,
      RulesCommand.self,
      ExplainCommand.self,
      ContinuousIntegrationCommand.self,
      ServeCommand.self,
    ])

  static func main() {
    InterruptCleanup.shared.install()
    letWritesFail()
    MappedFile.survivesFaults()
    SHA256Digest.ignoresSettings()
    MemoryLimit.ends(
      with: "pruning-pack: out of memory: `ulimit -v` leaves too little address space\n",
      status: CommandFailure.Status.failed.rawValue)
    // The nesting of files is bounded; this stack has room for it, whatever `ulimit -s` is.
    onLargeStack { run() }
  }

  /// Ends with what ArgumentParser has to say: help, the version, or what is wrong with the arguments, which it repeats.
  private static func end(with error: any Error) -> Never {
    let status = exitCode(for: error)
    let message = fullMessage(for: error)
    if status.isSuccess {
      if !message.isEmpty { standardOutput.write(message + "\n") }
    } else if !message.isEmpty {
      standardError.write(message.visibleLines + "\n")
    }
    exitProcess(status.rawValue)
  }

  private static func run() {
    do {
      var command = try parsed()
      try command.run()
    } catch let failure as CommandFailure {
      standardError.complain(failure.message)
      exitProcess(failure.status)
    } catch let error as any LocatedError {
      let failure = CommandFailure(error)
      standardError.complain(failure.message)
      exitProcess(failure.status)
    } catch {
      InterruptCleanup.shared.waitIfEnding()
      end(with: error)
    }
    // Told to stop, the process ends by the signal, whatever this thread has made of it.
    InterruptCleanup.shared.waitIfEnding()
  }

  private static func parsed() throws -> any ParsableCommand {
    do {
      return try parseAsRoot()
    } catch {
      guard exitCode(for: error) == .validationFailure,
        let misspelling = Misspelling(in: Array(CommandLine.arguments.dropFirst()), help: _dumpHelp())
      else { throw error }
      let type = configuration.subcommands.first { $0._commandName == misspelling.command }
      let usage = type.map { usageString(for: $0) } ?? usageString()
      let name = ["pruning-pack", misspelling.command].compactMap { $0 }.joined(separator: " ")
      standardError.write(
        """
        Error: \(misspelling.message.visible)
        Usage: \(usage)
          See '\(name) --help' for more information.

        """)
      throw ExitCode.validationFailure
    }
  }
}
