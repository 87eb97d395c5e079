import PackCheckpoints
import PackFiles
import PackJSON

extension Fix {
  /// WGT016: the same tensors under a header that names the format.
  static let metadataFormat = Fix("WGT016") { plan in
    for file in plan.package.checkpoints.flatMap(\.files)
    where file.format == .safetensors && file.metadata?["format"] != "pt" {
      let old = file.metadata?["format"].map { "-__metadata__.format: \($0.quotedForMessage)" }
      let summary = [old, "+__metadata__.format: \"pt\""].compactMap { $0 }
      plan.rewrite(file.name, for: "WGT016", summary: summary) { path in
        try SafetensorsFile(file.path, name: file.name).writeNamingFormat(to: path)
      }
    }
  }
}
