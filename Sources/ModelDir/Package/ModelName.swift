/// The name of a model in its card, whose snippets quote it for Python and for the shell alike.
package enum ModelName {
  private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || "\"\\$`!".unicodeScalars.contains(scalar)
  }

  /// Whether a text can stand in the snippets as it is.
  package static func isValid(_ name: String) -> Bool {
    !name.isEmpty && !name.unicodeScalars.contains(where: isSpecial)
  }

  /// A name made of a directory's: a dash stands for what a name may not have.
  package static func made(of directory: String) -> String {
    String(String.UnicodeScalarView(directory.unicodeScalars.map { isSpecial($0) ? "-" : $0 }))
  }
}
