import ModelDir
import PackFiles
import PackPythonCode

/// A Python file of a package.
struct PythonFile: Sendable {
  /// Path from the package's root.
  let path: String
  /// The text, as far as the file can be read.
  let bytes: [UInt8]
  /// What the rules know of it.
  let facts: Result<PythonFacts, InspectionError>
  /// Whether all of its grammar is known to hold: a Python has parsed it, or it is a release of the template.
  let isParsed: Bool

  /// Longer files are not looked into; the template has 40 KB.
  static let sizeLimit = 1 << 22

  /// Reads a file of a package.
  ///
  /// - Parameters:
  ///   - path: from the package's root.
  ///   - reader: the package's.
  ///   - isTemplate: whether it is a release of the template, which needs no parser.
  ///   - interpreter: one that may parse it; it runs nothing of it.
  init(_ path: String, _ reader: PackageReader, isTemplate: Bool, interpreter: PythonInterpreter?) {
    self.path = path
    let bytes = reader.read(path, limit: Self.sizeLimit)
    self.bytes = (try? bytes.get()) ?? []
    var isParsed = isTemplate
    facts = Result {
      let text = try bytes.get()
      guard !isTemplate, let interpreter else { return try PythonFacts(scanning: text, name: path) }
      do throws(PythonError) {
        guard let facts = try PythonFacts(parsing: text, name: path, with: interpreter) else {
          return try PythonFacts(scanning: text, name: path)
        }
        isParsed = true
        return facts
      } catch {
        // Where the scan sees the fault too, it knows the place to the byte, and says the same with every Python.
        _ = try PythonFacts(scanning: text, name: path)
        throw error
      }
    }.mapError { InspectionError($0) }
    self.isParsed = isParsed
  }

  /// The module's name for those who import it; nil below the root, from where transformers takes no modules.
  var module: String? { path.utf8.contains(UInt8(ascii: "/")) ? nil : String(path.dropLast(3)) }

  /// Classes of the module's own level.
  var topLevelClasses: [String] {
    guard case .success(let facts) = facts else { return [] }
    let functions = Set(facts.functions.map(\.path))
    return facts.classes.map(\.path).filter { !$0.contains(".") && !functions.contains($0) }
  }

  /// A place in the file.
  func place(_ offset: Int) -> Place { Place(file: path, byteOffset: offset) }
}
