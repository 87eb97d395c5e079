import ModelDir
import PackCheckpoints
import PackFiles

extension Rule {
  static let sec006 = Rule(
    "SEC006", "unexamined-file", .warning, needs: [.layout], guardsCode: true,
    title: "every file is checked by some rule",
    why: """
      A scanner that skips a file and then reports no issue claims something that it does not know. An unchecked file may \
      be harmless, but nobody has looked.
      """,
    advice: """
      Delete the file if the model does not need it. Otherwise inspect it, and accept the warning with `--ignore SEC006`.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let weights = Set(package.weights.checkpoints.flatMap(\.files).map(\.name))
    let pickles = Set(package.pickles.map(\.path))
    let graphs = Set(package.graphs.flatMap { [$0.path] + $0.externalFiles })
    for path in package.listing.filePaths
    where !weights.contains(path) && !pickles.contains(path) && !graphs.contains(path) {
      guard let reason = reasonNotChecked(path, package) else { continue }
      context.report(
        at: Place(file: path), "\(path) was not checked", found: reason,
        advice: """
          Delete \(path) if the model does not need it. Otherwise inspect it, and accept the warning with `--ignore SEC006`.
          """)
    }
  }

  /// Why a file is unknown to all rules; nil for one that is read as what it is.
  private static func reasonNotChecked(_ path: String, _ package: PackageInspection) -> String? {
    // These are read by rules of their own, which say what is wrong with them.
    if path.hasSuffix(".json") || path.hasSuffix(".py") || path == PackageLayout.card { return nil }
    let name = lastPathComponent(path)
    // Broken weights are not a checkpoint, but are still scanned; only the mode says whose they are.
    let subModels = package.documents.mode.map { [$0] } ?? PackageMode.allCases
    let directories = subModels.map(\.subModelDirectory) + [PackageLayout.head]
    if directories.contains(where: { path == "\($0)/\(Checkpoint.fileName)" }) { return nil }
    guard
      case .success(let file) = package.reader.reading({
        try MappedFile(joinPath(package.root, path), name: path)
      })
    else { return "it cannot be read" }
    return file.withBytes { bytes in
      if path.hasSuffix(".safetensors") { return "weights that no part of the package uses" }
      if isText(bytes) { return isExecutableText(name, bytes) ? "a script" : nil }
      if name.hasSuffix(".model"), bytes.first == 0x0A { return nil }
      return "\(bytes.count) bytes that are neither text nor a known format"
    }
  }

  /// UTF-8 without control characters.
  private static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= 1 << 26 else { return false }
    return bytes.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
      && String(validating: bytes, as: UTF8.self) != nil
  }

  /// Text that something would run: SEC003 has looked for secrets in it, and nothing for what it does.
  private static func isExecutableText(_ name: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
    if bytes.starts(with: "#!".utf8) { return true }
    let endings = [
      ".sh", ".bash", ".zsh", ".js", ".mjs", ".ts", ".rb", ".pl", ".php", ".ps1", ".bat", ".cmd", ".lua",
      ".r", ".ipynb",
      ".pyw", ".pyi", ".pyx", ".toml", ".cfg", ".mk",
    ]
    return endings.contains { name.lowercased().hasSuffix($0) } || name == "Makefile" || name == "Dockerfile"
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a file that nobody knows") { try $0.write([8, 7, 0, 1], to: "model.onnx") },
  .bad("weights that nobody loads") { try $0.copy($0.head, to: "model.safetensors") },
  .bad("weights that are none, elsewhere") { try $0.write("garbage", to: "foo/model.safetensors") },
  .bad("a script") { try $0.write("#!/bin/sh\n", to: "setup.sh") },
  .good("text") { try $0.write("Trained on a laptop.\n", to: "docs/training.md") },
  .good("a vocabulary of SentencePiece") { try $0.write([0x0A, 0x02, 0x08, 0x01], to: "tokenizer.model") },
]
