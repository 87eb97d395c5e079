import PackEncoders
import PackFiles
import PackJSON

extension SourceSettings {
  /// What export_info.json beside a ranking model records; nil where there is none, or one of upstream's.
  static func exported(with directory: String) throws -> SourceSettings? {
    let path = joinPath(directory, ExportInfo.fileName)
    guard fileKind(path) == .file else { return nil }
    let root = try JSONDocument(readingFile: path).root
    guard root.kind == .object, root["pruning_pack_format"] != nil else { return nil }
    var settings = SourceSettings()
    settings.maximumLength = try root.optionalInt("max_length")
    settings.threshold = try root.optionalDouble("pruning_threshold")
    settings.aggregation = try PackageConfig.optionalChoice("pruning_aggregation", in: root)
    settings.activation = try PackageConfig.optionalChoice("ranking_activation", in: root)
    settings.hiddenStateSource = try PackageConfig.optionalChoice("hidden_state_source", in: root)
    settings.usesTokenTypeIDs = try root.optionalBool("use_token_type_ids")
    settings.baseModels = try [root.optionalString("base_model_name_or_path")].compactMap { $0 }
    return settings
  }
}
