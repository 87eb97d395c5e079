import FuzzReaders
import PackFiles
import PackValidation
import PackageFixtures
import Synchronization
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FuzzTarget {
  /// The whole gate on a small package in memory, of which one file is replaced: its path, `%%`, its bytes.
  static let gate = FuzzTarget(
    "gate",
    .json(
      GatePackage.files + [
        "\n%%\n", "\"auto_map\":{\"AutoModel\":\"modeling_pruning_encoder.PruningEncoder\"}", "import os\n",
        "\"hidden_size\":", "\"architectures\":[\"BertModel\"]", "license: mit\n", "---\n", "cos\nsystem\n",
        "\u{80}\u{2}", "{{ x }}", "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH", "../",
        "*.safetensors filter=lfs\n",
      ]),
    sizeLimit: 1 << 14, timeLimit: (base: 5, byte: 1e-3)
  ) { input in
    let parts = parts(of: input)
    let path = String(decoding: parts[0], as: UTF8.self)
    let isKnown = GatePackage.files.contains(path) && parts.count > 1
    // A sum of the bytes chooses where no file is named.
    let chosen =
      isKnown ? path : GatePackage.files[input.reduce(0) { $0 &+ Int($1) } % GatePackage.files.count]
    return GatePackage.verify(chosen, isKnown ? Array(input.dropFirst(parts[0].count + 4)) : input)
  }
}

/// A good package that lies in memory, and is made once.
private enum GatePackage {
  static let files = [
    "config.json", "pruning_encoder_config.json", "ranking_model/config.json", "pruning_head/config.json",
    "tokenizer_config.json", "tokenizer.json", "ranking_model/tokenizer.json", "README.md",
    "modeling_pruning_encoder.py", "pruning_head/model.safetensors", "ranking_model/model.safetensors",
    "ranking_model/model.safetensors.index.json", "reference_outputs.json", "special_tokens_map.json",
    "added_tokens.json", "weights.bin", ".gitignore", ".gitattributes", "chat_template.jinja", "helper.py",
    "requirements.txt", "modules.json", "package.sig", ".pruning-pack.journal",
  ]

  private struct Made {
    let originals: [String: [UInt8]]
  }

  private static let made = Mutex<Result<Made, any Error>?>(nil)

  private static let root = joinPath(InputPath.directory, "pruning-pack-fuzz-package-\(getpid())")

  private static func make() throws -> Made {
    let package = try TinyPackage.recorded()
    try removeTree(root)
    try makeDirectory(root)
    atexit { try? removeTree(GatePackage.root) }
    var originals: [String: [UInt8]] = [:]
    for entry in try listDirectory(package.path) {
      if entry.kind == .directory {
        try makeDirectory(joinPath(root, entry.path))
      } else {
        originals[entry.path] = try readFile(package.file(entry.path))
        try overwriteFile(joinPath(root, entry.path), originals[entry.path] ?? [])
      }
    }
    return Made(originals: originals)
  }

  static func verify(_ file: String, _ bytes: [UInt8]) -> String? {
    made.withLock { made in
      let result = made ?? Result { try make() }
      made = result
      guard case .success(let package) = result else { return "the package cannot be made: \(result)" }
      let path = joinPath(root, file)
      defer {
        if let original = package.originals[file] {
          try? overwriteFile(path, original)
        } else {
          try? removeTree(path)
        }
      }
      guard (try? overwriteFile(path, bytes)) != nil else { return "the input cannot be written" }
      guard let report = try? Verifier.verify(root: root, threads: 1) else { return nil }
      let options = ReportOptions(toolVersion: "0", workingDirectory: "/")
      for format in ReportFormat.allCases where format.render([.verified(report)], options).isEmpty {
        if format != .github && format != .concise { return "the report as \(format) is empty" }
      }
      return nil
    }
  }
}
