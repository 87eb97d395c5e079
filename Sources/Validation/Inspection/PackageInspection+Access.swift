import Checkpoints
import Digests
import Encoders
import Files
import JSON
import ModelDir
import Templates
import Threads

extension PackageInspection {
  /// A JSON file's root, or the reason why a rule that needs it cannot run.
  func required(_ path: String) throws(RuleSkip) -> JSONNode {
    guard let node = node(path) else { throw .prerequisiteFailed("\(path) cannot be read") }
    return node
  }

  /// The mode, or the reason why a rule that needs it cannot run.
  func requiredMode() throws(RuleSkip) -> PackageMode {
    guard let mode else { throw .prerequisiteFailed("the mode is not known") }
    return mode
  }

  /// A part, or the reason why a rule that needs it cannot run.
  func required<Part>(_ part: Result<Part, InspectionError>, _ name: String) throws(RuleSkip) -> Part {
    guard case .success(let value) = part else { throw .prerequisiteFailed("\(name) cannot be read") }
    return value
  }

  /// Path of the sub-model's file.
  func inSubModel(_ file: String) throws(RuleSkip) -> String {
    "\(try requiredMode().subModelDirectory)/\(file)"
  }

  /// The facts of all Python files that could be read, or the reason why a rule that needs them cannot run.
  func requiredCode() throws(RuleSkip) -> [(file: PythonFile, facts: PythonFacts)] {
    var code: [(file: PythonFile, facts: PythonFacts)] = []
    for file in pythonFiles {
      if case .success(let facts) = file.facts { code.append((file, facts)) }
    }
    guard !code.isEmpty else {
      throw .prerequisiteFailed(pythonFiles.isEmpty ? "there is no Python file" : "no Python file parses")
    }
    return code
  }

  /// The Python file of a module at the root.
  func pythonFile(_ path: String) -> PythonFile? {
    pythonFiles.first { $0.path.utf8.elementsEqual(path.utf8) }
  }

  /// Both checkpoints, as far as they can be opened.
  var checkpoints: [Checkpoint] {
    [subModel, head].compactMap { try? $0.get() }
  }
}

extension PackageInspection {
  /// Whether the modelling file is, byte for byte, one that a release of `save` writes.
  var isTemplate: Bool {
    guard let modellingFile,
      let digest = try? SHA256Digest(of: modellingFile, name: PackageLayout.modellingFile)
    else { return false }
    return ModellingFile.releases.contains { $0.digest == digest.description }
  }
}

extension PackageInspection {
  /// Digests of all weight files, by their names in the package.
  func weightDigests() throws(RuleSkip) -> [String: SHA256Digest] {
    let files = checkpoints.flatMap(\.files)
    let digests = timings.measure("digests") {
      concurrently(files.count, threads: threads) { index in
        try? SHA256Digest(of: MappedFile(files[index].path), name: files[index].name)
      }
    }
    var result: [String: SHA256Digest] = [:]
    for (file, digest) in zip(files, digests) {
      guard let digest else { throw .meansMissing("the system's library computes no SHA-256") }
      result[file.name] = digest
    }
    return result
  }
}

extension CheckpointFile {
  /// Where the header of a safetensors file ends and its tensors begin.
  var headerEnd: Int { tensors.map(\.byteRange.lowerBound).min() ?? byteCount }
}
