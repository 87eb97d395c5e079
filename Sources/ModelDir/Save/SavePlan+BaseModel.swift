import PackFiles
import PackJSON

extension SavePlan {
  /// The model that this one was trained from: as named, else by the source's card or its configurations, where that is no
  /// local path.
  static func baseModel(
    _ options: SaveOptions, _ source: SaveSource, _ frontMatter: FrontMatter?, decisions: inout [SaveText]
  ) throws -> String? {
    if let named = options.baseModel { return named }
    let candidates =
      [frontMatter?.baseModel] + source.settings.baseModels
      + [try source.model.config.optionalString("_name_or_path")]
    let found = candidates.compactMap { $0 }.first { !isLocalPath($0) }
    if found == nil { decisions.append("no base model recorded; set \(.baseModel)") }
    return found
  }
}
