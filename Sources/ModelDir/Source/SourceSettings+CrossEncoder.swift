import PackFiles
import PackJSON

extension SourceSettings {
  /// What CrossEncoder is told by a ranking model's files: the activation, the prompts, the length of a pair.
  ///
  /// sentence-transformers 6 lets config_sentence_transformers.json win over config.json; only 6 writes it, so that it tells
  /// what the model gave when it was saved.
  ///
  /// - Throws: ``ModelDirError`` or ``PackJSON/JSONError`` for a setting that a package cannot have;
  ///   ``PackFiles/FileError``.
  init(rankingModel model: SourceModel) throws {
    let files = try CrossEncoderFiles(model.directory)
    // The older key is read where the newer one is not there, even if that is null.
    let settings = try model.config.optional("sentence_transformers")
    let configured =
      try settings?["activation_fn"] == nil
      ? model.config.optional("sbert_ce_default_activation_function") : settings?.optional("activation_fn")
    try readActivation(try files?.activation() ?? configured, labelCount: try model.labels().count)
    guard let files else { return }
    maximumLength = try files.maximumLength()
    lowercases = try files.lowercases()
    let prompts = try files.promptNames()
    if !prompts.isEmpty {
      notes.append(
        "left out because none of them is used by default: the prompts \(prompts.joined(separator: ", "))")
    }
  }

  private mutating func readActivation(_ node: JSONNode?, labelCount: Int) throws(JSONError) {
    guard let node else { return }
    let name = try node.string()
    // CrossEncoder's own default for several labels, whose scores a package leaves as they are, too.
    if Self.identities.contains(name) && labelCount > 1 { return }
    guard labelCount == 1, Self.identities.contains(name) || Self.sigmoids.contains(name) else {
      foreignActivation = node
      return
    }
    activation = Self.identities.contains(name) ? .identity : .sigmoid
    let file = lastPathComponent(node.document.name)
    notes.append(
      "ranking_activation \(activation == .identity ? "identity" : "sigmoid"): from \(node.subject) in \(file)"
    )
  }

  /// The paths by which Python imports the two classes.
  private static let identities: Set = [
    "torch.nn.Identity", "torch.nn.modules.Identity", "torch.nn.modules.linear.Identity",
  ]
  private static let sigmoids: Set = [
    "torch.nn.Sigmoid", "torch.nn.modules.Sigmoid", "torch.nn.modules.activation.Sigmoid",
  ]
}
