/// The names of what is there only while something is being written: they are made here, and recognized here.
///
/// A name says what was being made, and a lock on the file or directory says whether it still is.
package enum TemporaryName: String, CaseIterable, Sendable {
  /// A directory that is to take a package's place.
  case staging
  /// A file that is to take another one's place, or that has no name once it is open.
  case file
  /// A private directory.
  case scratch

  private static let prefix = ".pruning-pack."
  private static let replacedSuffix = "-old"
  private static let interruptedSuffix = "-interrupted"
  /// What versions up to 0.1 wrote beside a package's recording.
  private static let earlierPrefix = ".reference_outputs.json."

  /// The list of changes that a repair is making in a package, until it has made all of them.
  package static let journal = prefix + "journal"

  /// For `mkdtemp` and `mkstemp`, which replace the six letters at its end.
  func template(in directory: String) -> [CChar] {
    Array(joinPath(directory, "\(Self.prefix)\(rawValue)-XXXXXX").utf8CString)
  }

  /// A name of this tool's own for something inside a directory of its own.
  package static func inner(_ purpose: String, _ number: Int) -> String { "\(prefix)\(purpose)-\(number)" }

  /// Where what is being replaced lies for a moment, on file systems without an exchange of two names.
  static func replaced(by staged: String) -> String { staged + replacedSuffix }

  /// Where a path is moved before it is removed while it may still be written to.
  static func interrupted(_ path: String) -> String { path + interruptedSuffix }

  /// What was staged to replace what has this name now; nil for any other name.
  static func replacement(of name: String) -> String? {
    isOwn(name) && name.hasSuffix(replacedSuffix) ? String(name.dropLast(replacedSuffix.utf8.count)) : nil
  }

  /// Whether a relative path leads to, or into, what is there while something is written.
  package static func isFirst(in path: String) -> Bool {
    let first = String(path.prefix { $0 != "/" })
    return first == journal || isOwn(first)
  }

  /// Whether only this tool gives such a name, to what it removes again when it is not killed.
  package static func isOwn(_ name: String) -> Bool {
    let name = Array(name.utf8)
    for kind in allCases {
      let start = Array("\(prefix)\(kind.rawValue)-".utf8)
      if name.count > start.count, name.starts(with: start) {
        return name[start.count...].allSatisfy {
          $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-")
        }
      }
    }
    guard name.starts(with: earlierPrefix.utf8) else { return false }
    // A process and a random number.
    let numbers = name[earlierPrefix.utf8.count...].split(
      separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return numbers.count == 2 && numbers.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }
  }
}
