import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON
import ModelDir
import Pruning
import Synchronization
import PackThreads
import PackTokenizers

/// A package as the rules see it: every part read once, each with its own success or failure.
public final class PackageInspection: Sendable {
  /// The package's directory.
  public let root: String
  let entries: [DirectoryEntry]
  let files: Set<String>
  /// The same, each by its own bytes and in their order: of two names that a set takes for one, both are there.
  let filePaths: [String]
  let json: [String: Result<JSONDocument, InspectionError>]
  let mode: PackageMode?
  let config: Result<PackageConfig, InspectionError>
  let encoderConfig: Result<SubModelConfig, InspectionError>
  let subModel: Result<Checkpoint, InspectionError>
  let head: Result<Checkpoint, InspectionError>
  let tokenizer: Result<Tokenizer, InspectionError>
  /// What was recorded; nil where nothing was.
  let reference: Result<ReferenceOutputs, InspectionError>?
  let weightScan: WeightScan
  let modellingFile: [UInt8]?
  let threads: Int
  let settings: VerifySettings
  /// Whether there are more entries than are looked at; `entries` are then only those of the directories of a package.
  let isTooLarge: Bool
  let timings: Timings
  /// What the system would not let be read while rules ran.
  private let failure = Mutex<FileError?>(nil)
  /// What a Python interpreter made of the package; rules that wait for it run last.
  private let live = Mutex<LiveCheck>(.notAsked)

  private let python = OnceMade<[PythonFile]>()
  private let pickled = OnceMade<[(path: String, scan: PickleScan)]>()
  private let model: OnceMade<Result<any SmokeModel, InspectionError>>
  private let smoke = OnceMade<Result<SmokeInference, InspectionError>>()
  private let replays = OnceMade<Result<[Replay], InspectionError>>()

  /// No JSON file of a real model is larger; it bounds the memory that reading takes.
  private static let jsonLimit = 1 << 27

  /// How many entries are looked at.
  let entryLimit: Int

  /// Directories of a checkout or of the Hub's client, which are not part of a package.
  static let foreignDirectories: Set<String> = [".git", ".cache"]

  /// Reads a package.
  ///
  /// - Parameters:
  ///   - root: the directory.
  ///   - threads: how many threads may be used.
  ///   - settings: what is ignored, re-graded or allowed.
  /// - Throws: ``PackFiles/FileError`` when there is no such directory, or the system will not let it be read; whatever is
  ///   wrong inside it is left to the rules.
  public convenience init(root: String, threads: Int, settings: VerifySettings = VerifySettings()) throws {
    try self.init(root: root, threads: threads, settings: settings, model: nil)
  }

  /// Reads a package.
  ///
  /// - Parameters:
  ///   - model: runs in place of the package's own, in tests.
  ///   - entryLimit: how many entries are looked at: the Hub's own limit for files, and room for their folders.
  package init(
    root: String, threads: Int, settings: VerifySettings = VerifySettings(), model: (any SmokeModel)?,
    entryLimit: Int = HubLimits.files + 20_000
  ) throws {
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
    self.entryLimit = entryLimit
    self.model = OnceMade(model.map { .success($0) })
    let timings = Timings()
    self.timings = timings
    (entries, isTooLarge) = try Self.entries(of: root, limit: entryLimit)
    filePaths = entries.filter {
      $0.kind == .file || $0.kind == .link && fileKind(joinPath(root, $0.path)) == .file
    }.map(\.path)
    let files = Set(filePaths)
    self.files = files
    let large = PackageMode.allCases.map { "\($0.subModelDirectory)/\(PackageLayout.tokenizer)" }
    var documents: [String: Result<JSONDocument, InspectionError>] = [:]
    for path in filePaths
    where path.hasSuffix(".json") && path != PackageLayout.tokenizer && !large.contains(path) {
      documents[path] = try Self.attempt { try Self.document(root, path) }
    }
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
    let subModel = try Self.attempt {
      guard let subDirectory else { throw InspectionError.unreadable("mode") }
      return try Checkpoint(directory: joinPath(root, subDirectory), name: subDirectory)
    }
    self.subModel = subModel
    let head = try Self.attempt {
      try Checkpoint(
        file: joinPath(root, "\(PackageLayout.head)/\(Checkpoint.fileName)"),
        name: "\(PackageLayout.head)/\(Checkpoint.fileName)")
    }
    self.head = head
    reference = try documents[PackageLayout.referenceOutputs].map { document in
      try Self.attempt { try ReferenceOutputs(document.get().root) }
    }
    modellingFile =
      files.contains(PackageLayout.modellingFile)
      ? try Self.optional {
        try readFile(joinPath(root, PackageLayout.modellingFile), limit: PythonFile.sizeLimit)
      } : nil

    // The tokenizer takes one thread as long as the weights take another: side by side.
    let tensors = [subModel, head].compactMap { try? $0.get() }.flatMap(\.tensors)
    let (reading, scan) = WeightScan.beside(tensors, threads: threads, timings: timings) {
      Result {
        try TokenizerFiles(root, [PackageLayout.tokenizer] + large.filter(files.contains), in: files, timings)
      }
    }
    weightScan = scan
    let tokenizerFiles = try reading.get()
    tokenizer = tokenizerFiles.tokenizer
    json = documents.merging(tokenizerFiles.documents) { $1 }
  }

  /// Lists the package; of one with too many entries only the directories that a package has.
  private static func entries(of root: String, limit: Int) throws -> ([DirectoryEntry], isTooLarge: Bool) {
    if let entries = try list(root, limit, entering: { !foreignDirectories.contains($0) }) {
      return (entries, false)
    }
    let known = Set(PackageMode.allCases.map(\.subModelDirectory) + [PackageLayout.head])
    return (try list(root, limit, entering: { known.contains($0) }) ?? [], true)
  }

  /// Lists a directory; nil where it has too many entries.
  private static func list(
    _ root: String, _ limit: Int, entering shouldEnter: (String) -> Bool
  ) throws -> [DirectoryEntry]? {
    let listing = Result { try listDirectory(root, limit: limit, shouldEnter: shouldEnter) }
    if case .failure(let error as FileError) = listing, error.code == .tooLarge { return nil }
    return try listing.get()
  }

  /// What one pass over the elements tells of every tensor that has floating-point numbers.
  var scans: [(tensor: Tensor, scan: Tensor.Scan)] {
    checkpoints.flatMap(\.tensors).compactMap { tensor in weightScan[tensor].map { (tensor, $0) } }
  }

  /// The files that Python would unpickle, told by their content.
  var pickles: [(path: String, scan: PickleScan)] {
    pickled.get {
      filePaths.compactMap { path in
        let scan = reading { try PickleScan(joinPath(root, path), name: path) }
        guard case .success(let scan?) = scan else { return nil }
        return (path, scan)
      }
    }
  }

  /// The Python files by path, read when they are first asked for.
  var pythonFiles: [PythonFile] {
    python.get {
      let paths = filePaths.filter { $0.hasSuffix(".py") }
      // The template needs no parser; for anything else an interpreter is looked for.
      let isTemplate = isTemplate
      guard paths.contains(where: { !(isTemplate && $0 == PackageLayout.modellingFile) }) else {
        return paths.map { PythonFile($0, in: self, isTemplate: true, interpreter: nil) }
      }
      let interpreter = (try? settings.interpreter()) ?? PythonInterpreter.onPath
      return paths.map {
        PythonFile(
          $0, in: self, isTemplate: isTemplate && $0 == PackageLayout.modellingFile, interpreter: interpreter)
      }
    }
  }

  /// Reads one JSON file of the package.
  static func document(_ root: String, _ path: String) throws -> JSONDocument {
    try JSONDocument(bytes: try readFile(joinPath(root, path), name: path, limit: jsonLimit), name: path)
  }

  /// The bytes of one JSON file of the package.
  static func bytes(_ root: String, _ path: String) throws(FileError) -> [UInt8] {
    try readFile(joinPath(root, path), name: path, limit: jsonLimit)
  }

  /// Reads something while rules run; a failure of the machine is kept, and ends the verification.
  func reading<Value>(_ body: () throws -> Value) -> Result<Value, InspectionError> {
    Result(catching: body).mapError { error in
      if let error = error as? FileError, error.isOfTheMachine {
        // Of several the first by name: rules run side by side.
        failure.withLock { kept in
          if kept.map({ error.place.file < $0.place.file }) ?? true { kept = error }
        }
      }
      return InspectionError(error)
    }
  }

  /// The first thing that the system would not let be read; what the rules found is then not the whole.
  var machineFailure: FileError? { failure.withLock { $0 } }

  /// The smoke inference, which runs when it is first asked for.
  func smokeInference() throws(RuleSkip) -> SmokeInference {
    let model = try runningModel()
    return try Self.outcome(
      smoke.get {
        timings.measure("inference") { Result { try SmokeInference(model) }.mapError { InspectionError($0) } }
      })
  }

  /// What comes out for the recorded cases.
  func replayed(_ reference: ReferenceOutputs) throws(RuleSkip) -> [Replay] {
    let model = try runningModel()
    return try Self.outcome(
      replays.get {
        timings.measure("replay") {
          Result { try reference.cases.map { try Replay($0, model) } }.mapError { InspectionError($0) }
        }
      })
  }

  /// The model, made of the parts that are here, when it is first asked for.
  func runningModel() throws(RuleSkip) -> any SmokeModel {
    try Self.outcome(model.get { Result { try makeModel() }.mapError { InspectionError($0) } })
  }

  private static func outcome<Value>(_ result: Result<Value, InspectionError>) throws(RuleSkip) -> Value {
    switch result {
    case .success(let value): return value
    case .failure(.broken(let error)): throw .prerequisiteFailed("the model does not run: \(error)")
    case .failure(.unreadable(let part)): throw .prerequisiteFailed("\(part) cannot be read")
    }
  }

  /// What a Python interpreter made of the package.
  var liveCheck: LiveCheck { live.withLock { $0 } }

  /// Notes what a Python interpreter made of the package, before the rules that wait for it run.
  func note(_ check: LiveCheck) { live.withLock { $0 = check } }

  /// Why the model did not run, when that was tried.
  var smokeFailure: (any LocatedError)? {
    if case .failure(.broken(let error))? = model.ifMade { return error }
    if case .failure(.broken(let error))? = smoke.ifMade { return error }
    return nil
  }

  /// The smoke inference, if any rule has asked for it and it succeeded.
  var smokeIfRun: SmokeInference? { try? smoke.ifMade?.get() }

  private func makeModel() throws -> any SmokeModel {
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

  /// Runs a step whose failure some rule finds on its own; a failure of the machine is passed on.
  static func optional<Value>(_ body: () throws -> Value) throws -> Value? {
    guard case .success(let value) = try attempt(body) else { return nil }
    return value
  }

  /// Runs a step whose failure says something about the package; a failure of the machine is passed on.
  static func attempt<Value>(_ body: () throws -> Value) throws -> Result<Value, InspectionError> {
    do {
      return .success(try body())
    } catch let error as FileError where error.isOfTheMachine {
      throw error
    } catch {
      return .failure(InspectionError(error))
    }
  }
}

extension FileError {
  /// Whether it says something about the machine, or the rights of whoever runs the gate, and nothing about a package.
  var isOfTheMachine: Bool { code == .permissionDenied || code == .inputOutput }
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
