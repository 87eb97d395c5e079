import ModelDir
import PackFiles
import PackJSON
import PackPythonCode

/// Which Python files of a package anything loads: those that a configuration names, and what they import.
///
/// transformers and sentence-transformers run a file because a key names one of its classes (`auto_map` of any configuration,
/// `custom_pipelines`, a type in modules.json), and copy with it what its relative imports name. A script beside them is run by
/// nobody who loads the model.
struct LoadedCode {
  /// Paths of the files that are loaded.
  private(set) var paths: Set<ExactText> = []

  /// - Parameters:
  ///   - files: paths of all Python files.
  ///   - documents: the JSON files.
  ///   - reader: reads a Python file.
  init(_ files: [String], _ documents: PackageDocuments, _ reader: PackageReader) {
    let known = Set(files.map { ExactText($0) })
    guard documents.node(PackageLayout.config)?["auto_map"] != nil else {
      // Nobody knows what will be loaded: all of it is judged.
      paths = known
      return
    }
    var pending = [ExactText(PackageLayout.modellingFile)]
    for (path, document) in documents.json {
      guard case .success(let document) = document else { continue }
      let directory = parentPath(path)
      for name in Self.classes(in: document.root, isModules: lastPathComponent(path) == "modules.json") {
        pending.append(Self.file(String(name.prefix { $0 != "." }), in: directory))
      }
    }
    while let path = pending.popLast() {
      guard known.contains(path), paths.insert(path).inserted,
        case .success(let text) = reader.read(path.text, limit: PythonFile.sizeLimit)
      else { continue }
      let directory = parentPath(path.text)
      pending += RelativeImports(text).modules.map { Self.file($0.text, in: directory) }
    }
  }

  private static func file(_ module: String, in directory: String) -> ExactText {
    ExactText(directory.isEmpty || directory == "." ? "\(module).py" : "\(directory)/\(module).py")
  }

  /// The classes that a configuration names, as `module.Class`.
  private static func classes(in root: JSONNode, isModules: Bool) -> [String] {
    if isModules { return values(root).compactMap { text($0["type"]) } }
    guard root.kind == .object else { return [] }
    return texts(root["auto_map"]) + values(root["custom_pipelines"]).compactMap { text($0["impl"]) }
  }

  private static func text(_ node: JSONNode?) -> String? { node.flatMap { try? $0.string() } }

  /// The texts of a value: one, or those of a list or of an object's members.
  private static func texts(_ node: JSONNode?) -> [String] {
    if let text = text(node) { return [text] }
    return values(node).flatMap { value in text(value).map { [$0] } ?? values(value).compactMap { text($0) } }
  }

  /// The values of a list, or of an object's members.
  private static func values(_ node: JSONNode?) -> [JSONNode] {
    if let elements = try? node?.elements() { return Array(elements) }
    if let members = try? node?.members() { return members.map(\.value) }
    return []
  }
}
