import PackEncoders
import PackFiles
import PackJSON

extension SavePlan {
  /// What feeds the head: as asked for, else as the source records, else what the version of transformers that saved the
  /// model called its last hidden state.
  static func hiddenState(
    _ options: SaveOptions, _ parts: SaveSource, decisions: inout [SaveText]
  ) throws -> HiddenStateSource {
    let source = parts.model
    // What the source records is for its own head.
    let recordedState = parts.head.readsLastHiddenState ? nil : parts.settings.hiddenStateSource
    if let chosen = options.hiddenStateSource ?? recordedState {
      guard chosen == .lastHiddenState || source.encoder.hiddenStatesDiffer else {
        throw ModelDirError(
          .contradiction, at: Place(file: joinPath(source.directory, PackageLayout.config)),
          problem: options.hiddenStateSource == nil
            ? "hidden_state_source does not fit the model" : "\(.hiddenStateSource) does not fit the model",
          expected: "last_hidden_state (\(source.encoder.family.rawValue) has no final norm)",
          found: chosen.rawValue)
      }
      return chosen
    }
    func decide(_ state: HiddenStateSource, _ reason: String) -> HiddenStateSource {
      decisions.append("hidden_state_source \(state.rawValue): \(reason)")
      return state
    }
    if !source.encoder.hiddenStatesDiffer {
      return decide(.lastHiddenState, "\(source.encoder.family.rawValue) has no other")
    }
    if parts.head.readsLastHiddenState {
      return decide(.lastHiddenState, "a classifier of tokens reads its encoder's output")
    }
    if source.mode == .pruningOnly {
      return decide(.lastHiddenState, "a head on a base encoder is trained on its output")
    }
    let recorded = try source.config.optionalString("transformers_version")
    guard let version = parts.settings.transformersVersion ?? recorded else {
      throw ModelDirError(
        .missingOption, at: Place(file: joinPath(source.directory, PackageLayout.config), jsonPath: "$"),
        problem: "unknown hidden state of the pruning head: transformers_version is missing",
        expected: "\(.hiddenStateSource)")
    }
    let parts = version.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 } + [0, 0]
    let isBefore = (parts[0], parts[1]) < (5, 1)
    return decide(
      isBefore ? .preFinalNorm : .lastHiddenState,
      "in transformers \(version), hidden_states[-1] is \(isBefore ? "before" : "after") the final norm"
    )
  }
}
