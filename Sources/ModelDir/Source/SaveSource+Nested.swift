import PackEncoders
import PackFiles
import PackJSON

extension SaveSource {
  /// A sub-model and a head in directories of their own: PruningEncoder from its first layout to this format.
  static func nested(_ directory: String, _ detection: LayoutDetection, head: GivenHead) throws -> SaveSource
  {
    let facts = try DirectoryFacts(directory)
    let nodes = [facts.config, facts.compatible].compactMap { $0 }
    let modes: [PackageMode] = try nodes.compactMap { try PackageConfig.optionalChoice("mode", in: $0) }
    let mode = modes.first ?? .rerankingPruning
    let subDirectory = joinPath(directory, mode.subModelDirectory)
    guard fileKind(subDirectory) == .directory else {
      throw ModelDirError(
        .unsupportedSource, at: Place(file: subDirectory), problem: "the source has no sub-model",
        expected: "the directory \(mode.subModelDirectory), as mode \(mode.rawValue) has it")
    }
    let ownHead = joinPath(directory, PackageLayout.head)
    guard head.path != nil || fileKind(ownHead) == .directory else {
      throw ModelDirError(
        .unsupportedSource, at: Place(file: ownHead), problem: "the source has no pruning head",
        expected: "the directory \(PackageLayout.head), or \(.pruningHead)")
    }
    let model = try SourceModel(directory: subDirectory, mode: mode)
    return SaveSource(
      model: model,
      head: try SourceHead(
        head.path ?? ownHead, fallback: facts.config["pruning_config"], keepLabels: head.keepLabels),
      // The sub-model's own tokenizer is the one that upstream's loader takes.
      tokenizer: try SourceTokenizer(directory: subDirectory, else: directory).asLoaded(with: model.config),
      settings: try SourceSettings(facts, detection, model), root: directory,
      carriesCard: !detection.isOwnFormat)
  }
}

extension SourceSettings {
  /// What the two configurations of a PruningEncoder record, under the names of its time.
  fileprivate init(_ facts: DirectoryFacts, _ detection: LayoutDetection, _ model: SourceModel) throws {
    let nodes = [facts.config, facts.compatible].compactMap { $0 }
    func first<Value>(_ read: (JSONNode) throws -> Value?) rethrows -> Value? {
      for node in nodes { if let value = try read(node) { return value } }
      return nil
    }
    maximumLength = try first { try $0.optionalInt("max_length") }
    threshold = try first { try $0.optionalDouble("pruning_threshold") }
    aggregation = try first { try PackageConfig.optionalChoice("pruning_aggregation", in: $0) }
    activation = try first { try PackageConfig.optionalChoice("ranking_activation", in: $0) }
    hiddenStateSource = try first { try PackageConfig.optionalChoice("hidden_state_source", in: $0) }
    usesTokenTypeIDs = try first { try $0.optionalBool("use_token_type_ids") }
    transformersVersion = try first { try $0.optionalString("transformers_version") }
    baseModels = try ["base_model_name_or_path", "model_name_or_path"].compactMap { key in
      try first { try $0.optionalString(key) }
    }
    if [.rawLogits, .renamedClasses].contains(detection.layout), model.mode == .rerankingPruning,
      activation == nil
    {
      activation = .identity
      notes.append("ranking_activation identity: models of this layout reported raw logits")
    }
    if usesTokenTypeIDs == nil, !detection.isOwnFormat, model.encoder.shape.typeCount > 1 {
      usesTokenTypeIDs = false
      notes.append("token_type_ids ignored: this layout's encoder was never given them")
    }
  }
}
