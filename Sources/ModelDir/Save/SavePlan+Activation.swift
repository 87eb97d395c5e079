import PackFiles
import PackJSON

extension SavePlan {
  /// How logits become scores: as asked for, else as the source records, else sigmoid for one label and softmax for several.
  ///
  /// - Throws: ``ModelDirError`` when it does not fit the classifier.
  static func activation(
    _ options: SaveOptions, _ source: SaveSource, labels: [String]
  ) throws(ModelDirError) -> RankingActivation {
    if options.activation == nil, let foreign = source.settings.foreignActivation {
      throw ModelDirError(
        .unsupportedSource, at: foreign.place, problem: "no package gives the scores of this activation",
        expected: "\(labels.count == 1 ? "Sigmoid or Identity" : "Identity") of torch.nn, or \(.activation)",
        found: foreign.messageText)
    }
    let activation =
      options.activation ?? source.settings.activation ?? RankingActivation.usual(labelCount: labels.count)
    try requireFit(activation, isChosen: options.activation != nil, labels: labels, source.model)
    return activation
  }

  private static func requireFit(
    _ activation: RankingActivation, isChosen: Bool, labels: [String], _ model: SourceModel
  ) throws(ModelDirError) {
    guard
      model.mode == .pruningOnly || (activation == .softmax) == (labels.count > 1) || activation == .identity
    else {
      throw ModelDirError(
        .contradiction, at: Place(file: joinPath(model.directory, PackageLayout.config)),
        problem: isChosen
          ? "\(.activation) does not fit the classifier" : "ranking_activation does not fit the classifier",
        expected: labels.count == 1
          ? "sigmoid or identity for one label" : "softmax or identity for \(labels.count) labels",
        found: activation.rawValue)
    }
  }
}
