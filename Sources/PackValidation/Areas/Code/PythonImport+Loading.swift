package import PackPythonCode

/// How transformers looks at an import when it loads a package.
extension PythonImport {
  /// Whether the file goes on where the module is absent: the import is in a `try` that catches ImportError, or in the body of
  /// an `if` that asks one of transformers' own functions whether something is available.
  package var isGuarded: Bool {
    catchesImportError || conditions.contains { $0.holds && $0.asksForAvailability }
  }

  /// Whether transformers' check for absent modules does not look here: anywhere in a `try`, or in an `if` (its `else` included)
  /// that asks whether something is available.
  package var isUnseen: Bool { isInTry || conditions.contains(where: \.asksForAvailability) }
}

extension PythonCondition {
  /// Whether it calls `is_..._available` of transformers; transformers knows those for flash_attn by their name alone.
  fileprivate var asksForAvailability: Bool {
    function.hasPrefix("is_") && function.hasSuffix("available")
      && (function.hasPrefix("is_flash_attn") || targets.contains { $0.hasPrefix("transformers.") })
  }
}
