import ArgumentParser
import Pruning

/// What decides which sentences stay.
struct SentenceOptions: ParsableArguments {
  @Option(help: "Keep sentences whose probability is above this (default: the package's threshold).")
  var threshold: Double?

  @Option(help: "Keep at most this number of tokens: whole sentences from the highest probability down.")
  var budget: Int?

  @Option(help: "Keep at most this share of the tokens, 0 to 1.")
  var rate: Double?

  @Flag(help: "Apply --budget or --rate to all documents of a query together.")
  var across = false

  @Option(
    name: .customLong("keep"),
    help: "Keep sentences that contain this text, whatever their probability; may be repeated.")
  var keptTexts: [String] = []

  func validate() throws {
    let given = [
      threshold.map { _ in "--threshold" }, budget.map { _ in "--budget" }, rate.map { _ in "--rate" },
    ]
    .compactMap { $0 }
    if given.count > 1 {
      throw ValidationError(
        "Give at most one of --threshold, --budget and --rate; found \(given.joined(separator: ", ")).")
    }
    if let threshold, !(0...1).contains(threshold) { throw ValidationError("--threshold must be 0 to 1.") }
    if let budget, budget < 0 { throw ValidationError("--budget must be 0 or more.") }
    if let rate, !(0...1).contains(rate) { throw ValidationError("--rate must be 0 to 1.") }
    if keptTexts.contains("") { throw ValidationError("--keep must have a text.") }
  }

  /// The same for the module that prunes.
  var options: PruningOptions {
    var options = PruningOptions(threshold: threshold)
    options.limit = budget.map { .budget($0) } ?? rate.map { .rate($0) }
    options.isAcross = across
    options.keptTexts = keptTexts
    return options
  }

  /// Which sentences are kept, as HTML.
  func rule(_ threshold: Double) -> String {
    let kept = keptTexts.isEmpty ? "" : ", or where it contains a text of <code>--keep</code>"
    let part = across ? "of all passages of a query" : "of a passage"
    if let budget { return "kept from the highest down, at most <b>\(budget)</b> tokens \(part)\(kept)" }
    if let rate {
      return "kept from the highest down, at most the share <b>\(rate)</b> of the tokens \(part)\(kept)"
    }
    return "kept where that is above <b>\(threshold)</b>\(kept)"
  }
}
