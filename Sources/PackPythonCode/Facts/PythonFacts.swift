/// What one Python file imports, calls, assigns and defines, without having run it.
///
/// The facts come from either of two sources: a scan of the tokens (``PythonFacts/init(scanning:name:)``), which needs no
/// interpreter, or the syntax tree of one (``PythonFacts/init(parsing:name:with:)``). Both write names in the same way;
/// ``PythonUse/name`` says how.
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
