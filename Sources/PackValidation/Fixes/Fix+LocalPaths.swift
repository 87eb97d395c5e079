import PackFiles
import PackJSON
import ModelDir

extension Fix {
  /// CFG007: the base model's id in the place of a local path, or nothing where the id is not known.
  static let localPaths = Fix("CFG007") { plan in
    let known = baseModel(plan)
    for path in plan.files where path.hasSuffix(".json") && lastPathComponent(path) != PackageLayout.tokenizer
    {
      // Each replacement moves what follows it, so the text is read again after it.
      while let document = plan.document(path), let found = LocalPathScan.paths(in: document.root).first {
        let text = document.replacing(found.value, with: replacement(of: found.key, in: path, plan, known))
        guard text != document.bytes else { break }
        plan.write(path, text, for: "CFG007")
      }
    }
  }

  /// The two keys that must agree: where one of them is in order, the other one follows it.
  private static let pair = [
    (file: PackageLayout.config, key: "base_model_name_or_path"),
    (file: PackageLayout.compatibleConfig, key: "model_name_or_path"),
  ]

  private static func replacement(
    of key: String, in path: String, _ plan: FixPlan, _ known: String?
  ) -> JSONValue {
    if let index = pair.firstIndex(where: { $0.file == path && $0.key == key }) {
      let other = pair[1 - index]
      if let node = plan.document(other.file)?.root[other.key] {
        if node.isNull { return .null }
        if let value = try? node.string(), !value.isEmpty, !isLocalPath(value) { return .string(value) }
      }
      return known.map { .string($0) } ?? .null
    }
    // transformers writes an empty text for a model that came from nowhere.
    return .string(known ?? "")
  }

  /// The base model's id, wherever the package has it.
  static func baseModel(_ plan: FixPlan) -> String? {
    var candidates = pair.map { try? plan.document($0.file)?.root.optionalString($0.key) }
    if let card = plan.bytes(PackageLayout.card),
      let frontMatter = try? FrontMatter(card: card, name: PackageLayout.card)
    {
      candidates.append(frontMatter.baseModel)
    }
    if let mode = plan.package.mode {
      let config = plan.document("\(mode.subModelDirectory)/\(PackageLayout.config)")
      candidates.append(try? config?.root.optionalString("_name_or_path"))
    }
    return candidates.compactMap { $0 }.first { !$0.isEmpty && !isLocalPath($0) }
  }
}
