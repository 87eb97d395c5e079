extension PackageInspection {
  /// A Python that can parse a text: the one that the settings name, else that of PATH.
  var parser: PythonInterpreter? { (try? settings.interpreter()) ?? PythonInterpreter.onPath }
}
