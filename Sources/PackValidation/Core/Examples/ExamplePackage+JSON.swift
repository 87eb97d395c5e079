import ModelDir
import PackFiles
package import PackJSON

extension ExamplePackage {
  /// The package's two configurations at the root, which say the same.
  package var configs: [String] { [PackageLayout.config, PackageLayout.compatibleConfig] }

  /// Sets a key of an object inside JSON files, or takes it out.
  package func set(_ key: String, of parent: String, to value: JSONValue?, in names: String...) throws {
    try set(key, of: parent, to: value, in: names)
  }

  /// Sets a key of an object inside JSON files, or takes it out.
  package func set(_ key: String, of parent: String, to value: JSONValue?, in names: [String]) throws {
    for name in names {
      try edit(name) { root in
        guard case .object(var object)? = root[parent] else {
          throw ExampleError(at: Place(file: name, jsonPath: "$.\(parent)"), problem: "not an object")
        }
        object[key] = value
        root[parent] = .object(object)
      }
    }
  }
}
