import ModelDir
import PackJSON

extension FixPlan {
  /// The two keys that must agree: where one of them is in order, the other one follows it.
  static let baseModelKeys = [
    (file: PackageLayout.config, key: "base_model_name_or_path"),
    (file: PackageLayout.compatibleConfig, key: "model_name_or_path"),
  ]

  /// The base model's id, wherever the package has it.
  var baseModel: String? {
    var candidates = Self.baseModelKeys.map { try? document($0.file)?.root.optionalString($0.key) }
    if let card = bytes(PackageLayout.card),
      let frontMatter = try? FrontMatter(card: card, name: PackageLayout.card)
    {
      candidates.append(frontMatter.baseModel)
    }
    if let mode = package.documents.mode {
      let config = document("\(mode.subModelDirectory)/\(PackageLayout.config)")
      candidates.append(try? config?.root.optionalString("_name_or_path"))
    }
    return candidates.compactMap { $0 }.first { !$0.isEmpty && !isLocalPath($0) }
  }
}
