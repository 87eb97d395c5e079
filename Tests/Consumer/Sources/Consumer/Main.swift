import Files
import JSON
import PruningPack
import Tokenizers
import Yams

/// Saves, verifies and prunes with the library: consumer RANKING_MODEL HEAD OUTPUT
@main struct Consumer {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else { throw Failure("usage: consumer RANKING_MODEL HEAD OUTPUT") }
    var options = SaveOptions(
      source: .rankingModel(arguments[1]), pruningHead: arguments[2], output: arguments[3])
    options.license = "apache-2.0"
    options.languages = ["en"]
    _ = try PackageSaver.save(options)

    let report = try Verifier.verify(root: arguments[3], threads: 2)
    guard report.passes(strict: false) else { throw Failure("\(report.findings)") }

    let model = try PruningEncoder(directory: arguments[3], threads: 2)
    let pair = TextPair(
      query: "When was the lighthouse built?",
      document: "The lighthouse was built in 1873. Its keeper grew roses.")
    let pruned = try model.prune(pair)
    guard pruned.sentences.count == 2, let score = pruned.rankingScore, (0...1).contains(score) else {
      throw Failure("pruned to \(pruned)")
    }

    // An error says where it is.
    do {
      _ = try PruningEncoder(directory: arguments[3] + "/nowhere", threads: 1)
      throw Failure("a package that is not there was opened")
    } catch let error as any LocatedError {
      guard error.place.file.contains("nowhere") else { throw Failure("\(error)") }
    }

    // The names of this package stay its own.
    guard readFile("a") == "not a", !JSON.isTheirs, try Yams.load(yaml: "a: 1") != nil else {
      throw Failure("another module's name was taken")
    }
    _ = Tokenizer()
    let kept = pruned.sentences.count { $0.isKept }
    print("saved, verified with \(report.findings.count) findings, kept \(kept) of 2")
  }
}

struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
