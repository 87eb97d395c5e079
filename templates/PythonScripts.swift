/// Python that this tool runs itself, with the interpreter that its user names; none of it is part of a package.
public enum PythonScripts {
  /// Runs a package in transformers: see the file for what goes in and out.
  public static let runPackage = String(decoding: PackageResources.run_package_py, as: UTF8.self)

  /// Prints what a Python file says, from its syntax tree: see the file for what goes in and out.
  public static let readPython = String(decoding: PackageResources.read_python_py, as: UTF8.self)
}
