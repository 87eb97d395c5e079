import PackEncoders
import PackFiles
import PackJSON

/// export_info.json: what a ranking model that was taken out of a package does not say itself, so that the package can be
/// made of it again.
enum ExportInfo {
  /// The file's name; upstream's `export_ranking_model` has used it too.
  static let fileName = "export_info.json"

  /// The settings of a package, but for the head's.
  static func text(of config: PackageConfig) -> String {
    var object = config.sharedJSON
    for key in ["mode", "num_labels", "pruning_config"] { object[key] = nil }
    object["pruning_pack_format"] = .int(PackageLayout.format)
    object["exported_from"] = .string(PackageLayout.modelType)
    object["base_model_name_or_path"] = config.baseModel.map { .string($0) } ?? .null
    return JSONValue.object(object).text(.file)
  }

  /// The settings that the file beside a ranking model records; nil where there is none, or one of upstream's.
  static func settings(of directory: String) throws -> SourceSettings? {
    let path = joinPath(directory, fileName)
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
