import ModelDir
import PackFiles
import PackTokenizers
import PackYAML

extension Rule {
  static let run009 = Rule(
    "RUN009", "worse-than-chance", .error, needs: [.card, .tokenizer, .model],
    title: "passages that answer rank above others, and sentences that answer are kept more than others",
    why: """
      A head whose two rows are exchanged keeps what does not answer, and a ranker with exchanged labels puts the worst first. \
      Both load and compute. A short built-in set of questions in the languages that the card claims shows it.
      """,
    advice: """
      Pack the trained model with the head that was trained with it, and check which label of the head keeps: its second row \
      does. A model for texts of its own kind is measured on a set of its own: `pruning-pack verify DIR --eval FILE --min f2=0.7`.
      """,
    grading: "a warning where the model is no better than chance"
  ) { context throws(RuleSkip) in
    let package = context.package
    guard package.settings.evaluation == nil else {
      throw .notApplicable("a labelled set is given in its place")
    }
    let card = try PackageCard(package)
    let config = try package.documents.config.required(PackageLayout.config)
    let tokenizer = try package.tokenizer.root.required(PackageLayout.tokenizer)
    guard tokenizer.count >= Battery.smallestVocabulary else {
      throw .notApplicable("the vocabulary is too small for whole words")
    }
    let languages = BatteryLanguages(card.values["language"])
    guard !languages.codes.isEmpty else {
      throw .notApplicable("there are no questions in the languages of the card")
    }
    let isFull = package.settings.usesFullBattery
    let run = try package.running.battery(
      languages.codes, isFull: isFull, maximumLength: config.maximumLength)
    guard run.passageCount >= Battery.fewestPassages else {
      throw .notApplicable(
        "there is room for \(run.passageCount) of the battery's passages, and \(Battery.fewestPassages) are needed"
      )
    }
    Battery.judge(run.ranking, "passages that answer", "rank", run, languages, context)
    Battery.judge(run.keeping, "sentences that answer", "are kept", run, languages, context)
  }
}

/// How what comes of the battery is judged.
private enum Battery {
  /// With fewer tokens a vocabulary is one of letters, or of something else than words.
  static let smallestVocabulary = 1000
  /// Fewer passages decide nothing.
  static let fewestPassages = 6
  /// Certainly below it, a model is inverted.
  private static let inverted = 0.35
  private static let chance = 0.5

  static func judge(
    _ area: BatteryRun.Area?, _ things: String, _ verb: String, _ run: BatteryRun,
    _ languages: BatteryLanguages, _ context: RuleContext
  ) {
    guard let area else { return }
    let place = Place(file: "battery")
    let found = "AUC \(area.text) on \(run.passageCount) passages in \(run.languages.joined(separator: ", "))"
    if area.upper < inverted {
      let worse = verb == "rank" ? "rank below others" : "are kept less than others"
      context.report(at: place, "\(things) \(worse)", expected: "an AUC above \(chance)", found: found)
    } else if languages.isClaimed, area.lower <= chance {
      let alike = verb == "rank" ? "rank like others" : "are kept like others"
      context.report(
        at: place, "\(things) \(alike)", expected: "an AUC above \(chance)", found: found, severity: .warning)
    }
  }
}
