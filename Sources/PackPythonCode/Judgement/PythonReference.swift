/// What a binding stands for, after the files of the package were asked.
enum PythonReference: Hashable {
  /// A module, by its path.
  case module(String)
  /// A function, class or constant of a module, by its path.
  case member(String)
  /// A value of the file's own.
  case value
  /// Something that cannot be told, and why.
  case unknown(String)
}
