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
}
