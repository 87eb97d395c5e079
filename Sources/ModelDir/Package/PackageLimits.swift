/// Bounds on what is read: no file of a real model is larger, and memory and time are bounded with it.
package enum PackageLimits {
  /// Bytes of a configuration.
  package static let configBytes = 1 << 24
  /// Bytes of any JSON of a package, tokenizer.json with its vocabulary included.
  package static let jsonBytes = 1 << 27
  /// Bytes of a model card.
  package static let cardBytes = 1 << 24

  /// Directories that a version control system or a tool of the Hub keeps beside a package's files; they are not part of it.
  package static let foreignDirectories: Set<String> = [".git", ".cache"]
}
