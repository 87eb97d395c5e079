import ModelDir
import PackEncoders
import PackFiles
import PackJSON

/// What rules see of a package's JSON files.
struct PackageDocuments: Sendable {
  /// Every JSON file by its path; the two tokenizer.json among them.
  private(set) var json: [String: Result<JSONDocument, InspectionError>]
  /// The package's mode, where config.json names one.
  let mode: PackageMode?
  /// config.json.
  let config: Result<PackageConfig, InspectionError>
  /// The sub-model's config.json.
  let encoderConfig: Result<SubModelConfig, InspectionError>
  /// What was recorded; nil where nothing was.
  let reference: Result<ReferenceOutputs, InspectionError>?

  /// Reads all JSON files but the tokenizers, which are large.
  init(_ listing: PackageListing, _ reader: PackageReader) throws {
    var documents: [String: Result<JSONDocument, InspectionError>] = [:]
    let large = Self.tokenizers
    for path in listing.filePaths where path.hasSuffix(".json") && !large.contains(path) {
      documents[path] = try InspectionError.attempt {
        try JSONDocument(bytes: try reader.json(path), name: path)
      }
    }
    let rootConfig = Self.node(PackageLayout.config, documents)
    mode = (try? rootConfig?.optionalString("mode")).flatMap { $0 }.flatMap { PackageMode(rawValue: $0) }
    config = try InspectionError.attempt {
      guard let rootConfig else { throw Self.absence(of: PackageLayout.config, documents) }
      return try PackageConfig(rootConfig)
    }
    let subDirectory = mode?.subModelDirectory
    encoderConfig = try InspectionError.attempt {
      guard let subDirectory else { throw InspectionError.unreadable("mode") }
      let path = "\(subDirectory)/\(PackageLayout.config)"
      guard let node = Self.node(path, documents) else { throw Self.absence(of: path, documents) }
      return try SubModelConfig(node)
    }
    reference = try documents[PackageLayout.referenceOutputs].map { document in
      try InspectionError.attempt { try ReferenceOutputs(document.get().root) }
    }
    json = documents
  }

  /// Where a tokenizer.json may lie: at the root first, then in a sub-model.
  static let tokenizers =
    [PackageLayout.tokenizer]
    + PackageMode.allCases.map { "\($0.subModelDirectory)/\(PackageLayout.tokenizer)" }

  /// Adds files that were read elsewhere.
  mutating func add(_ documents: [String: Result<JSONDocument, InspectionError>]) {
    json.merge(documents) { $1 }
  }

  /// The root of a JSON file that could be read.
  func node(_ path: String) -> JSONNode? { Self.node(path, json) }

  /// The root of a JSON file that could be read, an object or not.
  func rootOfAnyKind(_ path: String) -> JSONNode? {
    guard case .success(let document)? = json[path] else { return nil }
    return document.root
  }

  private static func node(
    _ path: String, _ documents: [String: Result<JSONDocument, InspectionError>]
  ) -> JSONNode? {
    guard case .success(let document)? = documents[path], document.root.kind == .object else { return nil }
    return document.root
  }

  /// Why a JSON file has no root to be looked at.
  private static func absence(
    of path: String, _ documents: [String: Result<JSONDocument, InspectionError>]
  ) -> InspectionError {
    documents[path] == nil ? .missing(path) : .unreadable(path)
  }

  /// A JSON file's root, or why the model cannot be made without it.
  func readable(_ path: String) throws(InspectionError) -> JSONNode {
    guard let node = node(path) else { throw Self.absence(of: path, json) }
    return node
  }

  /// A JSON file's root, or the reason why a rule that needs it cannot run.
  func required(_ path: String) throws(RuleSkip) -> JSONNode {
    if let node = node(path) { return node }
    throw .prerequisiteFailed(json[path] == nil ? "\(path) is missing" : "\(path) cannot be read")
  }

  /// Stops a rule that has checked what is there, if a JSON file that it is also about cannot be read.
  func requireAll(_ paths: [String]) throws(RuleSkip) {
    for path in paths { _ = try required(path) }
  }

  /// The mode, or the reason why a rule that needs it cannot run.
  func requiredMode() throws(RuleSkip) -> PackageMode {
    guard let mode else { throw .prerequisiteFailed("the mode is not known") }
    return mode
  }

  /// Path of the sub-model's file.
  func inSubModel(_ file: String) throws(RuleSkip) -> String {
    "\(try requiredMode().subModelDirectory)/\(file)"
  }

  /// Whether a file is the sub-model's tokenizer.json with the very bytes of the root's: whoever has looked at one need not
  /// look at the other.
  func matchesRootTokenizer(_ path: String) -> Bool {
    guard path != PackageLayout.tokenizer, lastPathComponent(path) == PackageLayout.tokenizer,
      case .success(let own)? = json[path], case .success(let roots)? = json[PackageLayout.tokenizer]
    else { return false }
    // Equal files were parsed once, and share their bytes.
    return own.bytes.withUnsafeBytes { own in
      roots.bytes.withUnsafeBytes { own.baseAddress == $0.baseAddress && own.count == $0.count }
    }
  }
}
