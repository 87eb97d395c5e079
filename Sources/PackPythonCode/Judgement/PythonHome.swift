/// Where a file lies, and so what its relative imports mean.
package enum PythonHome: Sendable, Hashable {
  /// A file of a package; the directory is empty for its root.
  case package(directory: String)
  /// A module of a library: the library's package that it is in, such as `transformers.models.bert`.
  case library(String)

  /// What `from module import name` binds.
  func binding(_ module: String, level: Int, name: String) -> PythonBinding {
    guard level > 0 else { return .member(module: module, name: name) }
    switch self {
    case .package(let directory):
      guard level == 1, !module.isEmpty else { return .own(file: "", name: name) }
      let path = module.split(separator: ".").joined(separator: "/") + ".py"
      return .own(file: directory.isEmpty ? path : "\(directory)/\(path)", name: name)
    case .library(let package):
      let parts = package.split(separator: ".").dropLast(level - 1)
      let base = parts.joined(separator: ".")
      return .member(module: module.isEmpty ? base : "\(base).\(module)", name: name)
    }
  }
}
