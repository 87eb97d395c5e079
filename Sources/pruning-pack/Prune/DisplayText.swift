import PackFiles

/// Text that somebody else wrote, for a terminal or a page: what a terminal would obey, what turns the direction of writing
/// and non-characters are shown as `\u{1b}`. Lines stay lines, and so do the marks that Arabic and Hebrew texts need.
func displayed(_ scalars: some Sequence<Unicode.Scalar>) -> String {
  var text = ""
  for scalar in scalars {
    switch scalar.value {
    case 0x09, 0x0A: text.unicodeScalars.append(scalar)
    case 0x0D: continue
    // Control characters; embeddings, overrides and isolates; no characters.
    case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF: text += scalar.escaped
    case let value where value & 0xFFFE == 0xFFFE: text += scalar.escaped
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text
}
