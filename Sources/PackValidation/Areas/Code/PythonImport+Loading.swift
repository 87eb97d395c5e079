package import PackPythonCode

/// How transformers looks at an import when it loads a package.
extension PythonImport {
  /// Whether the file goes on where the module is absent: the import is in a `try` that catches ImportError, or where one of
  /// transformers' own functions has said that something is available: in the body of an `if`, or in the `else` of an `if not`.
  package var isGuarded: Bool {
    catchesImportError || conditions.contains { $0.holds != $0.isNegated && $0.asksForAvailability }
  }

  /// Whether transformers' check for absent modules does not look here: anywhere in a `try`, or in an `if` (its `else` included)
  /// that asks whether something is available.
  package var isUnseen: Bool { isInTry || conditions.contains(where: \.asksForAvailability) }
}

extension PythonCondition {
  /// Whether it asks transformers whether something is there; for flash_attn, the name alone decides.
  fileprivate var asksForAvailability: Bool {
    if function.hasPrefix("is_flash_attn"), function.hasSuffix("available") { return true }
    return ImportGuards.names.contains(function) && targets.contains { $0.hasPrefix("transformers.") }
  }
}
