import ModelDir
import PackFiles
import PackProcesses
import PackPythonCode

extension LiveCheck {
  /// How the package's code was fenced in, where it ran to its end.
  var level: SandboxLevel? {
    if case .ran(let result) = self { return result.run.wall.level }
    return nil
  }

  /// What a report says about it, beside its findings.
  var notes: [String] {
    switch self {
    case .notAsked: return []
    case .crashed(let error): return ["run in \(error.place.file), which it did not survive"]
    case .barred(let skip): return ["not run in Python: \(skip.reason)"]
    case .ran(let result):
      let run = result.run
      let versions =
        "Python \(run.versions.python), torch \(run.versions.torch), transformers \(run.versions.transformers)"
      var notes = ["run in \(versions); \(run.wall)"]
      if let cross = run.crossEncoder {
        if cross.failure == nil { notes.append("run through CrossEncoder, too") }
      } else if result.asksForScores {
        notes.append("not run through CrossEncoder: sentence-transformers is not installed there")
      }
      return notes
    }
  }
}

extension LiveResult {
  /// Whether the package has scores that CrossEncoder could give.
  var asksForScores: Bool { replays.contains { $0.rankingLogits != nil } }
}
