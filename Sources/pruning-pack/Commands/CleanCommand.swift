import ArgumentParser
import ModelDir
import PackFiles

struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Remove the temporary files of interrupted runs.",
    discussion: """
      Finishes an interrupted fix in the directory. Then removes files and directories that have a temporary name of this \
      tool, belong to you and are not in use. Subdirectories are not searched.
      """)

  @Argument(help: "Directory that a package was written to, or a package.", completion: .directory)
  var directory = "."

  @Flag(help: "List what would be removed, but remove nothing.")
  var dryRun = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    var status: CommandFailure.Status?
    if !dryRun { try PackageJournal.settle(directory) }
    for leftover in try LeftoverSweep.run(in: directory, isDryRun: dryRun) {
      let path = joinPath(directory, leftover.name)
      switch leftover.outcome {
      case .removed: standardOutput.write("\(dryRun ? "would remove" : "removed") \(path.visible)\n")
      case .inUse: common.note("\(path): in use; not removed")
      case .ofAnotherUser: common.note("\(path): belongs to another user; not removed")
      case .ofUnfinishedRepair: common.note("\(path): an unfinished repair needs it")
      case .holdsPackage:
        common.note("\(path): may hold the only copy of a package; move it to its place, or delete it")
      case .failed(let error):
        standardError.complain("\(error)")
        status = .failed
      }
    }
    if let status { throw ExitCode(status.rawValue) }
  }
}
