import ModelDir
import PackDigests
import PackFiles
import PackPythonCode
import PackTemplates
import PackThreads

/// What rules see of the Python code that is loaded with a package: texts and facts, never anything that ran.
struct PackageCode: Sendable {
  /// The modelling file's bytes, where there is one that can be read.
  let modellingFile: [UInt8]?
  /// Paths of the Python files that nothing loads.
  let unloaded: [String]
  private let paths: [String]
  private let reader: PackageReader
  private let settings: VerifySettings
  private let read = OnceMade<[PythonFile]>()

  init(
    _ listing: PackageListing, _ documents: PackageDocuments, _ reader: PackageReader,
    _ settings: VerifySettings
  ) throws {
    self.reader = reader
    self.settings = settings
    let all = listing.filePaths.filter { $0.hasSuffix(".py") }
    let loaded = LoadedCode(all, documents, reader).paths
    paths = all.filter { loaded.contains(ExactText($0)) }
    unloaded = all.filter { !loaded.contains(ExactText($0)) }
    modellingFile =
      listing.files.contains(PackageLayout.modellingFile)
      ? try InspectionError.optional {
        try readFile(joinPath(reader.root, PackageLayout.modellingFile), limit: PythonFile.sizeLimit)
      } : nil
  }

  /// Whether the modelling file is, byte for byte, one that a release of `save` writes.
  var isTemplate: Bool {
    guard let modellingFile,
      let digest = try? SHA256Digest(of: modellingFile, name: PackageLayout.modellingFile)
    else { return false }
    return ModellingFile.releases.contains { $0.digest == digest.description }
  }

  /// The files that are loaded, read when they are first asked for.
  var files: [PythonFile] {
    read.get {
      // The template needs no parser; for anything else an interpreter is looked for.
      let isTemplate = isTemplate
      func isKnown(_ path: String) -> Bool { isTemplate && path == PackageLayout.modellingFile }
      let interpreter = paths.allSatisfy(isKnown) ? nil : parser
      return paths.map { PythonFile($0, reader, isTemplate: isKnown($0), interpreter: interpreter) }
    }
  }

  /// A Python that can parse a text: the one that the settings name, else that of PATH.
  var parser: PythonInterpreter? { (try? settings.interpreter()) ?? PythonInterpreter.onPath }

  /// The facts of all Python files that could be read, or the reason why a rule that needs them cannot run.
  func required() throws(RuleSkip) -> [(file: PythonFile, facts: PythonFacts)] {
    var code: [(file: PythonFile, facts: PythonFacts)] = []
    for file in files {
      if case .success(let facts) = file.facts { code.append((file, facts)) }
    }
    guard !code.isEmpty else {
      throw .prerequisiteFailed(files.isEmpty ? "there is no Python file" : "no Python file parses")
    }
    return code
  }

  /// Stops a rule that has judged the files that parse, where another one does not.
  func requireAll() throws(RuleSkip) {
    let broken = files.first { if case .failure = $0.facts { true } else { false } }
    if let broken { throw .prerequisiteFailed("\(broken.path) cannot be parsed") }
  }

  /// The Python file of a path with its facts, or the reason why a rule that needs them cannot run.
  func required(_ path: String) throws(RuleSkip) -> (file: PythonFile, facts: PythonFacts) {
    guard let file = file(path) else { throw .prerequisiteFailed("\(path) is missing") }
    guard case .success(let facts) = file.facts else {
      throw .prerequisiteFailed("\(path) cannot be parsed")
    }
    return (file, facts)
  }

  /// The Python file of a path.
  func file(_ path: String) -> PythonFile? { files.first { $0.path.utf8.elementsEqual(path.utf8) } }
}
