import Checkpoints
import Encoders
import Files
import JSON
import ModelDir
import Pruning
import Synchronization
import Threads
import Tokenizers

/// A package as the rules see it: every part read once, each with its own success or failure.
public final class PackageInspection: Sendable {
  /// The package's directory.
  public let root: String
  let entries: [DirectoryEntry]
  let files: Set<String>
  let json: [String: Result<JSONDocument, InspectionError>]
  let mode: PackageMode?
  let config: Result<PackageConfig, InspectionError>
  let encoderConfig: Result<SubModelConfig, InspectionError>
  let subModel: Result<Checkpoint, InspectionError>
  let head: Result<Checkpoint, InspectionError>
  let tokenizer: Result<Tokenizer, InspectionError>
  let modellingFile: [UInt8]?
  let threads: Int
  let settings: VerifySettings
  /// Whether there are more entries than are looked at; `entries` are then only those of the directories of a package.
  let isTooLarge: Bool
  private let scanned = Mutex<[(tensor: Tensor, scan: Tensor.Scan)]?>(nil)
  private let python = Mutex<[PythonFile]?>(nil)
  private let smoke = Mutex<Result<SmokeInference, InspectionError>?>(nil)

  /// No JSON file of a real model is larger; it bounds the memory that reading takes.
  private static let jsonLimit = 1 << 27

  /// Directories of a checkout or of the Hub's client, which are not part of a package.
  static let foreignDirectories: Set<String> = [".git", ".cache"]

  /// Reads a package.
  ///
  /// - Parameters:
  ///   - root: the directory.
  ///   - threads: how many threads may be used.
  ///   - settings: what is ignored, re-graded or allowed.
  /// - Throws: ``Files/FileError`` when there is no such directory, or the system will not let it be read; whatever is
  ///   wrong inside it is left to the rules.
  public init(root: String, threads: Int, settings: VerifySettings = VerifySettings()) throws {
    guard let kind = fileKind(root) else {
      throw FileError(.notFound, path: root, problem: "the package does not exist")
    }
    guard kind == .directory else {
      throw FileError(
        .notDirectory, path: root, problem: "not a package", expected: "a directory", found: "a file")
    }
    self.root = root
    self.threads = threads
    self.settings = settings
    (entries, isTooLarge) = try Self.entries(of: root)
    files = Set(
      entries.filter { $0.kind == .file || $0.kind == .link && fileKind(joinPath(root, $0.path)) == .file }
        .map(\.path))
    var documents: [String: Result<JSONDocument, InspectionError>] = [:]
    for path in files.sorted() where path.hasSuffix(".json") {
      documents[path] = try Self.attempt {
        try JSONDocument(
          bytes: try readFile(joinPath(root, path), name: path, limit: Self.jsonLimit), name: path)
      }
    }
    json = documents
    let rootConfig = Self.node(PackageLayout.config, documents)
    mode = (try? rootConfig?.optionalString("mode")).flatMap { $0 }.flatMap { PackageMode(rawValue: $0) }
    config = try Self.attempt {
      guard let rootConfig else { throw InspectionError.unreadable(PackageLayout.config) }
      return try PackageConfig(rootConfig)
    }
    let subDirectory = mode?.subModelDirectory
    encoderConfig = try Self.attempt {
      guard let subDirectory, let node = Self.node("\(subDirectory)/\(PackageLayout.config)", documents)
      else {
        throw InspectionError.unreadable("the sub-model's config.json")
      }
      return try SubModelConfig(node)
    }
    subModel = try Self.attempt {
      guard let subDirectory else { throw InspectionError.unreadable("mode") }
      return try Checkpoint(directory: joinPath(root, subDirectory), name: subDirectory)
    }
    head = try Self.attempt {
      try Checkpoint(
        file: joinPath(root, "\(PackageLayout.head)/\(Checkpoint.fileName)"),
        name: "\(PackageLayout.head)/\(Checkpoint.fileName)")
    }
    tokenizer = try Self.attempt {
      guard case .success(let document)? = documents[PackageLayout.tokenizer] else {
        throw InspectionError.unreadable(PackageLayout.tokenizer)
      }
      return try Tokenizer(document)
    }
    modellingFile =
      files.contains(PackageLayout.modellingFile)
      ? try? readFile(joinPath(root, PackageLayout.modellingFile), limit: PythonFile.sizeLimit) : nil
  }

  /// Lists the package; of one with too many entries only the directories that a package has.
  private static func entries(of root: String) throws -> ([DirectoryEntry], isTooLarge: Bool) {
    if let entries = try list(root, entering: { !foreignDirectories.contains($0) }) {
      return (entries, false)
    }
    let known = Set(PackageMode.allCases.map(\.subModelDirectory) + [PackageLayout.head])
    return (try list(root, entering: { known.contains($0) }) ?? [], true)
  }

  /// Lists a directory; nil where it has too many entries.
  private static func list(
    _ root: String, entering shouldEnter: (String) -> Bool
  ) throws -> [DirectoryEntry]? {
    let listing = Result { try listDirectory(root, shouldEnter: shouldEnter) }
    if case .failure(let error as FileError) = listing, error.code == .tooLarge { return nil }
    return try listing.get()
  }

  /// What one pass over the elements tells of every tensor that has floating-point numbers.
  var scans: [(tensor: Tensor, scan: Tensor.Scan)] {
    scanned.withLock { scanned in
      if let scans = scanned { return scans }
      let tensors = checkpoints.flatMap(\.tensors)
      let scans = concurrently(tensors.count, threads: threads) { tensors[$0].scan() }
      let found = zip(tensors, scans).compactMap { tensor, scan in scan.map { (tensor: tensor, scan: $0) } }
      scanned = found
      return found
    }
  }

  /// The Python files by path, read when they are first asked for.
  var pythonFiles: [PythonFile] {
    python.withLock { python in
      if let files = python { return files }
      let files = files.filter { $0.hasSuffix(".py") }.sorted().map { PythonFile($0, in: root) }
      python = files
      return files
    }
  }

  /// The smoke inference, which runs when it is first asked for.
  func smokeInference() throws(RuleSkip) -> SmokeInference {
    let result = smoke.withLock { smoke in
      if smoke == nil { smoke = Result { try SmokeInference(model()) }.mapError { InspectionError($0) } }
      return smoke
    }
    switch result {
    case .success(let inference)?: return inference
    case .failure(.broken(let error))?: throw .prerequisiteFailed("the model does not run: \(error)")
    case .failure(.unreadable(let part))?: throw .prerequisiteFailed("\(part) cannot be read")
    case nil: throw .prerequisiteFailed("the model does not run")
    }
  }

  /// Why the model did not run, when that was tried.
  var smokeFailure: (any LocatedError)? {
    smoke.withLock { smoke in
      if case .failure(.broken(let error))? = smoke { return error }
      return nil
    }
  }

  /// The smoke inference, if any rule has asked for it and it succeeded.
  var smokeIfRun: SmokeInference? { smoke.withLock { try? $0?.get() } }

  /// The model, made of the parts that are here.
  private func model() throws -> PruningEncoder {
    guard let mode, let tokenizerConfig = node(PackageLayout.tokenizerConfig) else {
      throw InspectionError.unreadable(mode == nil ? "mode" : PackageLayout.tokenizerConfig)
    }
    guard let subModelConfig = node("\(mode.subModelDirectory)/\(PackageLayout.config)") else {
      throw InspectionError.unreadable("the sub-model's config.json")
    }
    return try PruningEncoder(
      config: config.get(), tokenizer: tokenizer.get(), tokenizerConfig: tokenizerConfig,
      subModelConfig: subModelConfig, subModel: subModel.get(), head: head.get(), threads: threads)
  }

  /// The root of a JSON file that could be read.
  func node(_ path: String) -> JSONNode? { Self.node(path, json) }

  private static func node(
    _ path: String, _ documents: [String: Result<JSONDocument, InspectionError>]
  ) -> JSONNode? {
    guard case .success(let document)? = documents[path], document.root.kind == .object else { return nil }
    return document.root
  }

  /// Runs a step whose failure says something about the package; a failure of the machine is passed on.
  private static func attempt<Value>(_ body: () throws -> Value) throws -> Result<Value, InspectionError> {
    do {
      return .success(try body())
    } catch let error as FileError where error.code == .permissionDenied || error.code == .inputOutput {
      throw error
    } catch {
      return .failure(InspectionError(error))
    }
  }
}

/// Why a part of a package is not there to be looked at.
enum InspectionError: Error {
  /// The part itself is broken.
  case broken(any LocatedError)
  /// Something that it depends on is absent or broken.
  case unreadable(String)

  init(_ error: any Error) {
    switch error {
    case let error as InspectionError: self = error
    case let error as any LocatedError: self = .broken(error)
    default: self = .unreadable("\(error)")
    }
  }
}
