import ModelDir

extension ExamplePackage {
  /// The modelling file.
  package var modellingFile: String { PackageLayout.modellingFile }

  /// Adds code at the start of the modelling file, so that its lines have the same numbers whatever follows.
  package func addCode(_ code: String) throws {
    try rewrite(modellingFile) { Array("\(code)\n\n\n".utf8) + $0 }
  }

  /// Replaces the first occurrence of a text in the modelling file.
  package func changeCode(_ old: String, to new: String) throws {
    try replace(old, with: new, in: modellingFile)
  }
}
