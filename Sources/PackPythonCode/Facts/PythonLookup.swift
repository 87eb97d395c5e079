/// An element of a namespace that is asked for by its key, `globals()["x"]`.
package struct PythonLookup: Sendable, Hashable {
  /// The namespace: `globals()`, `locals()`, `vars()` of nothing, or `sys.modules`.
  package var object: String
  /// The key.
  package var key: PythonValue
  /// Offset of the namespace.
  package var offset: Int

  /// Creates a lookup.
  package init(object: String, key: PythonValue, offset: Int) {
    self.object = object
    self.key = key
    self.offset = offset
  }

  /// Whether elements of what a name stands for are looked at.
  ///
  /// - Parameters:
  ///   - name: written as ``PythonUse/name`` is.
  ///   - arguments: how many the last call in it has.
  static func isNamespace(_ name: String, arguments: Int) -> Bool {
    ["globals()", "locals()", "sys.modules"].contains(name) || name == "vars()" && arguments == 0
  }

  /// Whether `__name__` is the module's own name wherever it stands in a file: it is compared, given to a logger, or the key of
  /// the module itself, and nothing else, such as a target of a loop.
  static func keepsOwnName(_ bytes: [UInt8]) -> Bool {
    let name = Array("__name__".utf8)
    let before = ["ogger(", "modules["].map { Array($0.utf8) }
    return bytes.indices.allSatisfy { start in
      guard bytes[start] == name[0], bytes[start...].starts(with: name) else { return true }
      if start > 0, bytes[start - 1] == UInt8(ascii: ".") { return true }
      let rest = bytes[(start + name.count)...]
      if rest.drop(while: { $0 == 0x20 }).starts(with: "==".utf8) { return true }
      return before.contains { bytes[..<start].suffix($0.count).elementsEqual($0) }
        && (rest.first == UInt8(ascii: ")") || rest.first == UInt8(ascii: "]"))
    }
  }
}
