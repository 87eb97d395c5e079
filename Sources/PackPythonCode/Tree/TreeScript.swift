import CPackTexts
import PackFiles

/// The program that reads a syntax tree: the files of `read_python/`, which import each other there, as one text.
enum TreeScript {
  /// The parts, each after those that it imports.
  private static let parts: [String] = [
    ctexts_tree_chain(), ctexts_tree_text(), ctexts_tree_names(), ctexts_tree_expressions(),
    ctexts_tree_statements(), ctexts_tree_main(),
  ].map(\.string)

  /// The program, for `python3 -c`: what parts import of each other is already there, so that these lines are left out.
  static let text: String = parts.map { part in
    part.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("from .") }.joined(separator: "\n")
  }.joined(separator: "\n")
}
