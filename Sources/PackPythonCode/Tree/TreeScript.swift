/// The program that reads a syntax tree: the files of `read_python/`, which import each other there, as one text.
enum TreeScript {
  /// The parts, each after those that it imports.
  private static let parts = [
    PackageResources.text_py, PackageResources.names_py, PackageResources.expressions_py,
    PackageResources.statements_py, PackageResources.main_py,
  ]

  /// The program, for `python3 -c`: what parts import of each other is already there, so that these lines are left out.
  static let text: String = parts.map { part in
    String(decoding: part, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("from .") }.joined(separator: "\n")
  }.joined(separator: "\n")
}
