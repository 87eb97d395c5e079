import PackJSON
import PackFiles

extension SavePlan {
  /// The model's name in the card: as given, else the output's.
  ///
  /// - Throws: ``ModelDirError`` when the given one cannot be quoted.
  static func name(_ options: SaveOptions) throws(ModelDirError) -> String {
    guard let name = options.name else { return ModelName.made(of: lastPathComponent(options.output)) }
    guard ModelName.isValid(name) else {
      throw ModelDirError(
        .contradiction, at: .name, problem: "invalid model name",
        expected: "a text without quotes, backslashes, $, ` and !", found: name.quotedForMessage)
    }
    return name
  }
}
