/// A name that is read, with the attributes, calls and subscripts that follow it.
package struct PythonUse: Sendable, Hashable {
  /// Where the name's first part comes from.
  package enum Origin: Sendable, Hashable {
    /// It is bound by an import of the file.
    case imported
    /// It is a parameter or a variable of a function around it, or a function or a class of the file.
    case local
    /// It is none of these: a builtin, or a variable of the module.
    case global
    /// It is not a name: `(a or b).c`, `"".join`.
    case expression
  }

  /// The chain, joined by dots, as the file would have to write it without aliases: after `import os as o`, `o.system` is
  /// `os.system`; after `from .a import b`, `b.c` is `.a.b.c`. A call in the chain is written `()`, a subscript `[]`, and
  /// what is not a name at its start `?`: `super().__init__`, `sys.modules[].system`, `?.join`. A call has one use that ends
  /// before its parentheses, and what hangs on its result another one.
  package var name: String
  /// Where its first part comes from.
  package var origin: Origin
  /// The arguments, where it is called.
  package var call: [PythonArgument]?
  /// The classes and functions around it, joined by dots; empty at the module's level.
  package var owner: String
  /// Offset of its first byte.
  package var offset: Int

  /// Creates a use.
  package init(
    name: String, origin: Origin, call: [PythonArgument]? = nil, owner: String = "", offset: Int
  ) {
    self.name = name
    self.origin = origin
    self.call = call
    self.owner = owner
    self.offset = offset
  }
}
