import PackCheckpoints
import PackDigests
import PackEncoders
import PackFiles
import PackJSON
import ModelDir
import PackTemplates
import PackThreads

extension PackageInspection {
  /// A JSON file's root, or the reason why a rule that needs it cannot run.
  func required(_ path: String) throws(RuleSkip) -> JSONNode {
    guard let node = node(path) else { throw .prerequisiteFailed("\(path) cannot be read") }
    return node
  }

  /// Whether a file is the sub-model's tokenizer.json with the very bytes of the root's: whoever has looked at one need not
  /// look at the other.
  func isSameAsTheRoots(_ path: String) -> Bool {
    guard path != PackageLayout.tokenizer, lastPathComponent(path) == PackageLayout.tokenizer,
      case .success(let own)? = json[path], case .success(let roots)? = json[PackageLayout.tokenizer]
    else { return false }
    // Equal files were parsed once, and share their bytes.
    return own.bytes.withUnsafeBytes { own in
      roots.bytes.withUnsafeBytes { own.baseAddress == $0.baseAddress && own.count == $0.count }
    }
  }

  /// Stops a rule that has judged what was there, where a JSON file that it is also about cannot be read.
  func requireAll(_ paths: [String]) throws(RuleSkip) {
    for path in paths { _ = try required(path) }
  }

  /// Stops a rule that has judged what was there, where a part of the weights cannot be read.
  func requireAllWeights() throws(RuleSkip) {
    _ = try required(subModel, "the sub-model's weights")
    _ = try required(head, "the head")
  }

  /// The bytes of a file, as far as it can be read.
  func read(_ path: String, limit: Int) -> Result<[UInt8], InspectionError> {
    reading { try readFile(joinPath(root, path), name: path, limit: limit) }
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

  /// Stops a rule that has judged the files that parse, where another one does not.
  func requireAllCode() throws(RuleSkip) {
    let broken = pythonFiles.first { if case .failure = $0.facts { true } else { false } }
    if let broken { throw .prerequisiteFailed("\(broken.path) cannot be parsed") }
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
        reading { try SHA256Digest(of: MappedFile(files[index].path), name: files[index].name) }
      }
    }
    var result: [String: SHA256Digest] = [:]
    for (file, digest) in zip(files, digests) {
      switch digest {
      case .success(let digest): result[file.name] = digest
      case .failure(.broken(let error)) where error is FileError:
        throw .prerequisiteFailed("\(file.name) cannot be read")
      case .failure: throw .meansMissing("the system's library computes no SHA-256")
      }
    }
    return result
  }
}

extension CheckpointFile {
  /// Where the header of a safetensors file ends and its tensors begin.
  var headerEnd: Int { tensors.map(\.byteRange.lowerBound).min() ?? byteCount }
}
