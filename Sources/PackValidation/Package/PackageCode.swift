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
  private let judged = OnceMade<[String: [PythonVerdict]]>()

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

  /// Who accepted a file as it is, by the settings of the gate's owner.
  func acceptance(of file: PythonFile) -> AcceptedCode? {
    guard settings.acceptedCode.contains(where: { $0.file.utf8.elementsEqual(file.path.utf8) }),
      let digest = try? SHA256Digest(of: file.bytes, name: file.path).description
    else { return nil }
    return settings.acceptedCode.first {
      $0.file.utf8.elementsEqual(file.path.utf8) && $0.sha256 == digest
    }
  }

  /// Files that are loaded and accepted, with who accepted them.
  var accepted: [AcceptedCode] { files.compactMap { acceptance(of: $0) } }

  /// The facts of files that nobody has accepted, or the reason why a rule that needs them cannot run.
  func unaccepted() throws(RuleSkip) -> [(file: PythonFile, facts: PythonFacts)] {
    let code = try required().filter { acceptance(of: $0.file) == nil }
    guard !code.isEmpty else { throw .notApplicable("all Python files are accepted by digest") }
    return code
  }

  /// What the judgement by the list refuses, by path: of files that are neither a release of the template nor accepted.
  var verdicts: [String: [PythonVerdict]] {
    judged.get {
      var trees: [String: PythonTree] = [:]
      var found: [String: [PythonVerdict]] = [:]
      for file in files {
        guard case .success = file.facts else { continue }
        do throws(PythonError) {
          trees[file.path] = try PythonTree(file.bytes, name: file.path)
        } catch {
          found[file.path] = [PythonVerdict(error)]
        }
      }
      // Parts of the template that were not changed need no judgement, as long as nothing else touches them.
      var release: [String: PythonTree] = [:]
      if !isTemplate, trees[PackageLayout.modellingFile] != nil {
        release[PackageLayout.modellingFile] = try? PythonTree(
          ModellingFile.bytes, name: PackageLayout.modellingFile)
      }
      found.merge(PythonPackage(trees, release: release).verdicts()) { first, _ in first }
      for file in files where acceptance(of: file) != nil { found[file.path] = nil }
      if isTemplate { found[PackageLayout.modellingFile] = nil }
      return found
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
