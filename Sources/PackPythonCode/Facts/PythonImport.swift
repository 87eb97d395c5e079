/// One name that an import statement binds: `from .a import b as c, d` gives two.
package struct PythonImport: Sendable, Hashable {
  /// The module without its leading dots: `os.path`; empty for `from . import x`.
  package var module: String
  /// Number of leading dots; 0 for an absolute import.
  package var level: Int
  /// What is taken from the module; nil for `import module`, `*` for everything.
  package var member: String?
  /// The name after `as`.
  package var alias: String?
  /// Whether it is in the body of a `try` that catches ImportError (or ModuleNotFoundError, Exception, BaseException,
  /// everything).
  package var catchesImportError = false
  /// Whether it is anywhere in a `try` statement, handlers and `finally` included.
  package var isInTry = false
  /// The functions that the tests of the `if` statements around it call, at most ``PythonCondition/limit``.
  package var conditions: [PythonCondition] = []
  /// The classes and functions around it, joined by dots; empty at the module's level.
  package var owner = ""
  /// Whether a function is among them, so that it is not executed on import.
  package var isInFunction = false
  /// Offset of the statement.
  package var offset: Int

  /// Creates an import.
  package init(module: String, level: Int = 0, member: String? = nil, alias: String? = nil, offset: Int) {
    self.module = module
    self.level = level
    self.member = member
    self.alias = alias
    self.offset = offset
  }

  /// The first component of an absolute module, `os` of `os.path`.
  package var package: String { String(module.prefix { $0 != "." }) }

  /// The name that is bound in the file; nil for `*`.
  package var boundName: String? {
    if let alias { return alias }
    guard let member else { return package }
    return member == "*" ? nil : member
  }

  /// What the bound name stands for, with the dots of a relative import in front: `.helpers.f`.
  package var target: String {
    let dots = String(repeating: ".", count: level)
    guard let member else { return dots + (alias == nil ? package : module) }
    return dots + (module.isEmpty ? member : "\(module).\(member)")
  }
}
