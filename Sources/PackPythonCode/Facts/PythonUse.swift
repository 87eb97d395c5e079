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
    /// It is no name: `(a or b).c`, `"".join`.
    case expression
  }

  /// The chain, joined by dots, as the file would have to write it without aliases: after `import os as o`, `o.system` is
  /// `os.system`; after `from .a import b`, `b.c` is `.a.b.c`. A call in the chain is written `()`, a subscript `[]`, and
  /// what is no name at its start `?`: `super().__init__`, `sys.modules[].system`, `?.join`. A call has one use that ends
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

/// An argument of a call.
package struct PythonArgument: Sendable, Hashable {
  /// The keyword; `*` and `**` for what is unpacked.
  package var keyword: String?
  /// The value.
  package var value: PythonValue

  /// Creates an argument.
  package init(keyword: String? = nil, value: PythonValue) {
    self.keyword = keyword
    self.value = value
  }
}

/// A value as far as it can be told without running the code.
package enum PythonValue: Sendable, Hashable {
  /// A name with attributes, resolved as ``PythonUse/name`` is.
  case name(String)
  /// One string literal without escapes and replacement fields.
  case string(String)
  /// True, False, None, or a number.
  case constant(String)
  /// A list, a tuple or a set in brackets of its own.
  case list(isEmpty: Bool)
  /// A dictionary.
  case dictionary
  /// Anything else.
  case other
}

/// An assignment.
package struct PythonAssignment: Sendable, Hashable {
  /// What is assigned to, written as ``PythonUse/name`` is and not resolved: `x`, `self.a`, `module.weight.data[]`.
  package var target: String
  /// The value; ``PythonValue/other`` for one that is unpacked or augmented.
  package var value: PythonValue
  /// The classes and functions around it, joined by dots.
  package var owner: String
  /// Offset of the target.
  package var offset: Int

  /// Creates an assignment.
  package init(target: String, value: PythonValue, owner: String, offset: Int) {
    self.target = target
    self.value = value
    self.owner = owner
    self.offset = offset
  }
}
