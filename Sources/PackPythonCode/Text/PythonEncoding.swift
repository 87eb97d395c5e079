import PackFiles
import PackJSON

/// The encoding that a file declares in a comment of its first two lines (PEP 263).
enum PythonEncoding {
  /// Refuses a declaration of anything but UTF-8: Python would then run a different text than the one shown, and a comment
  /// may turn out to be code.
  ///
  /// - Throws: ``PythonError`` at the encoding's name.
  static func check(_ bytes: [UInt8], name: String) throws(PythonError) {
    var line = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for _ in 0..<2 {
      let end = bytes[line...].firstIndex(where: isLineEnd) ?? bytes.count
      let text = bytes[line..<end].drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0C }
      if let first = text.first, first != UInt8(ascii: "#") { return }
      if let declared = declaration(in: text) {
        let encoding = String(decoding: declared, as: UTF8.self)
        guard !isUTF8(encoding) else { return }
        throw PythonError(
          bytes[...], at: declared.startIndex, name: name, "the file declares another encoding",
          expected: "utf-8, or no declaration", found: encoding.quotedForMessage)
      }
      guard end < bytes.count else { return }
      line = bytes[end...].starts(with: [0x0D, 0x0A]) ? end + 2 : end + 1
    }
  }

  /// What follows `coding:` or `coding=`, where Python's tokenizer looks for it.
  private static func declaration(in comment: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let word = Array("coding".utf8)
    for start in comment.indices where comment[start...].starts(with: word) {
      let rest = comment[(start + word.count)...]
      guard let sign = rest.first, sign == UInt8(ascii: ":") || sign == UInt8(ascii: "=") else { continue }
      let name = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }.prefix { byte in
        byte < 0x80 && isNameByte(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      }
      if !name.isEmpty { return name }
    }
    return nil
  }

  private static func isUTF8(_ encoding: String) -> Bool {
    let name = encoding.lowercased().replacing("_", with: "-")
    return ["utf-8", "utf8", "u8"].contains(name) || name.hasPrefix("utf-8-")
  }
}
