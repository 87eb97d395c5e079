import PackPythonCode
extension VerifySettings {
  /// The interpreter that is to load the package.
  ///
  /// - Throws: ``InterpreterError`` when Python interpreter not found.
  func interpreter() throws(InterpreterError) -> PythonInterpreter? {
    guard let python else { return nil }
    return try PythonInterpreter(python)
  }
}
