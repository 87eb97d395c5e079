/// Python that this tool runs itself, with the interpreter that its user names; none of it is part of a package.
public enum PythonScripts {
  /// Runs a package in transformers: see the file for what goes in and out.
  public static let runPackage = String(decoding: PackageResources.run_package_py, as: UTF8.self)
}
