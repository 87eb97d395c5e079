import ModelDir
import PackCheckpoints
import PackFiles

extension Rule {
  static let lay001 = Rule(
    "LAY001", "missing-file", .error, needs: [.layout],
    title: "every file that the mode needs is present",
    why: """
      transformers opens the files of a package one after another, on the user's machine. A missing file is noticed only \
      there. Code that auto_map names cannot be imported; a head without weights starts from random numbers.
      """,
    advice: """
      Copy the missing file into the package, or pack the model again with `pruning-pack save`. `save --from` reads every \
      layout in which pruning encoders have been saved.
      """,
    fix: Fix("a missing card is written as `save` writes it") { plan in
      guard plan.bytes(PackageLayout.card) == nil,
        let card = plan.package.generatedCard(baseModel: plan.baseModel)
      else { return }
      plan.write(PackageLayout.card, Array(card.text.utf8), for: "LAY001")
    },
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    if package.listing.isTooLarge && package.listing.entries.isEmpty {
      throw .prerequisiteFailed("there are too many files")
    }
    // What a directory in another layout lacks follows from that; so it is named first.
    if let other = try? KnownLayout.detect(package.root), other.layout != .package {
      context.report(
        at: Place(file: PackageLayout.config), "the directory is not a model package", expected: "a package",
        found: other.sentence, advice: "Convert the directory: \(other.advice).")
    }
    guard package.listing.files.contains(PackageLayout.config) else {
      reportMissing(PackageLayout.config, context)
      return
    }
    let mode = try package.documents.requiredMode()
    for file in PackageLayout.requiredFiles(mode) where !package.listing.files.contains(file) {
      reportMissing(file, context)
    }
    let weights = [Checkpoint.fileName, Checkpoint.indexName].map { "\(mode.subModelDirectory)/\($0)" }
    if !weights.contains(where: package.listing.files.contains) {
      reportMissing(weights[0], context)
    }
  }

  /// Says that a file is not there, or what is there in its place.
  private static func reportMissing(_ file: String, _ context: RuleContext) {
    let entry = context.package.listing.entries.first { $0.path.utf8.elementsEqual(file.utf8) }
    guard let entry else {
      let advice =
        file == PackageLayout.card
        ? "Write \(file), or let `pruning-pack verify --fix` write it."
        : "Copy \(file) into the package, or pack the model again with `pruning-pack save`."
      context.report(at: Place(file: file), "\(file) is missing", advice: advice)
      return
    }
    let found =
      switch entry.kind {
      case .directory: "a directory"
      case .link: "a link that leads to no file"
      case .file, .other: "a device, a socket or a pipe"
      }
    context.report(
      at: Place(file: file), "\(file) is not a file", expected: "a regular file", found: found,
      advice: "Replace \(file) with a regular file.")
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no head", blocks: true) { try $0.remove($0.head) },
  .bad("no sub-model weights", blocks: true) { try $0.remove($0.weights) },
  .bad("no encoder weights", of: .encoder, blocks: true) { try $0.remove($0.weights) },
  .bad("no modelling file", causes: ["CFG004"], blocks: true) {
    try $0.remove("modeling_pruning_encoder.py")
  },
  .bad("no config", blocks: true) { try $0.remove("config.json") },
  .bad("no card", blocks: true) { try $0.remove("README.md") },
  .bad("no tokenizer in the sub-model", blocks: true) { try $0.remove("ranking_model/tokenizer.json") },
  .bad("a directory in a file's place", blocks: true) {
    try $0.remove("tokenizer.json")
    try $0.makeDirectory("tokenizer.json")
  },
  .bad("a pipe in a file's place", causes: ["LAY003"], blocks: true) {
    try $0.remove("config.json")
    try $0.makePipe("config.json")
  },
  .good("a file that no mode needs") { try $0.write("# Notes\n", to: "docs/NOTES.md") },
]
