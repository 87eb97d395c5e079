import PackEncoders
import PackFiles

extension SavePlan {
  /// Tokens of the longest pair that a package is made for unless its maker says otherwise.
  private static let largestDefaultLength = 8192
  /// What relative positions may be asked for; a longer row would take more memory than a machine has.
  private static let largestRelativeLength = 1 << 17

  /// `max_length`: what is asked for, else what the source records, else what the tokenizer and the positions allow.
  static func maximumLength(
    _ options: SaveOptions, _ source: SaveSource, decisions: inout [SaveText]
  ) throws -> Int {
    let positions = source.model.encoder.shape.usablePositions
    let limit = source.model.encoder.shape.positionLimit ?? Self.largestRelativeLength
    var length = options.maximumLength ?? source.settings.maximumLength
    if options.maximumLength == nil, let recorded = length, recorded > limit {
      decisions.append("max_length \(recorded) of the source exceeds the \(limit) positions of the model")
      length = limit
    }
    let chosen =
      try length ?? min(source.tokenizer.maximumLength() ?? .max, positions, Self.largestDefaultLength)
    guard (4...limit).contains(chosen) else {
      throw ModelDirError(
        .contradiction, at: Place(file: joinPath(source.model.directory, PackageLayout.config)),
        problem: options.maximumLength == nil
          ? "max_length does not fit the model" : "\(.maximumLength) does not fit the model",
        expected: "4 to \(limit) tokens",
        found: "\(chosen)")
    }
    if options.maximumLength == nil { decisions.append("max_length \(chosen)") }
    if chosen > positions {
      decisions.append(
        "max_length \(chosen) exceeds the \(positions) positions of training; they are relative")
    }
    return chosen
  }
}
