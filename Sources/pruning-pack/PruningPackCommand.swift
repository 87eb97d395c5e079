import ArgumentParser
import PackFiles
import PackThreads

/// The command line.
@main
struct PruningPackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pruning-pack",
    abstract: "Packs pruning encoders and verifies the packages.",
    discussion: """
      A pruning encoder reads a query and a passage, scores the passage, and says for every token whether it is worth keeping.
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
      CleanCommand.self,
      RulesCommand.self,
      ExplainCommand.self,
      ContinuousIntegrationCommand.self,
    ])

  static func main() {
    InterruptCleanup.shared.install()
    letWritesFail()
    MappedFile.survivesFaults()
    MemoryLimit.ends(
      with: "pruning-pack: out of memory: `ulimit -v` leaves too little address space\n",
      status: CommandFailure.Status.failed.rawValue)
    // The depth of what is read is bounded, and this is room for it, whatever `ulimit -s` leaves the main thread.
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
      var command = try parseAsRoot()
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
}
