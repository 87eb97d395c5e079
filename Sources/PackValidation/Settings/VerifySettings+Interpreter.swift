import PackPythonCode
extension VerifySettings {
  /// The interpreter that is to load the package.
  ///
  /// - Throws: ``InterpreterError`` when there is no such interpreter.
  func interpreter() throws(InterpreterError) -> PythonInterpreter? {
    guard let python else { return nil }
    return try PythonInterpreter(python)
  }
}
