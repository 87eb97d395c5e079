/// What the rules ask of one Python file: what it imports, calls, assigns and defines, without having run it.
///
/// The rules see nothing else of the code, so that these facts may come from either source: the scan of the tokens
/// (``PythonFacts/init(scanning:name:)``), which is always there, or the syntax tree of a Python interpreter. Both
/// write names in the same way; ``PythonUse/name`` says how.
package struct PythonFacts: Sendable, Hashable {
  /// Every `import` and `from ... import`, in the order of the text.
  package var imports: [PythonImport] = []
  /// Every name that is read, alone or with what hangs on it.
  package var uses: [PythonUse] = []
  /// Every assignment to a name or to what hangs on one, augmented and annotated ones included.
  package var assignments: [PythonAssignment] = []
  /// Every class, nested ones included.
  package var classes: [PythonClass] = []
  /// Every function and method.
  package var functions: [PythonFunction] = []
  /// Every element of a namespace that is asked for by its key.
  package var lookups: [PythonLookup] = []
  /// Whether `__name__` is the module's own name everywhere.
  package var keepsOwnName = true
  /// Strings that are the name of something that Python keeps for itself, such as `__builtins__`.
  package var reservedStrings: [PythonWord] = []
  /// Names that are read and that nothing in the file binds, builtins among them; none where an `import *` may bind any,
  /// none in annotations that are not executed, and none where a NameError is caught.
  package var unboundNames: [PythonWord] = []
  /// Names with letters that Python reads as other ones; empty where the source has normalised its names.
  package var disguisedNames: [PythonWord] = []

  /// No facts.
  package init() {}

  /// Whether a string is one of ``reservedStrings``: two underscores, a name, two underscores.
  package static func isReserved(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count > 4 && bytes.starts(with: "__".utf8) && bytes.suffix(2).elementsEqual("__".utf8)
      && isPythonIdentifier(text[...])
  }
}

/// A piece of Python text and its place.
package struct PythonWord: Sendable, Hashable {
  /// The text.
  package var text: String
  /// Offset of its first byte in the file.
  package var offset: Int

  /// Creates a word.
  package init(_ text: String, at offset: Int) {
    self.text = text
    self.offset = offset
  }
}

/// A function or a method.
package struct PythonFunction: Sendable, Hashable {
  /// Name with the classes and functions around it, `PruningHead.__init__`.
  package var path: String
  /// Offset of the name.
  package var offset: Int

  /// Creates a function.
  package init(path: String, offset: Int) {
    self.path = path
    self.offset = offset
  }
}

/// A class statement.
package struct PythonClass: Sendable, Hashable {
  /// Name with the classes and functions around it, joined by dots.
  package var path: String
  /// The bases' names, resolved as ``PythonUse/name`` is; a base that is no plain name is left out.
  package var bases: [String]
  /// Offset of the name.
  package var offset: Int

  /// Creates a class.
  package init(path: String, bases: [String], offset: Int) {
    self.path = path
    self.bases = bases
    self.offset = offset
  }
}
