/// Whether a text from a file's content names a file beside that one, and nothing else, for everybody who opens it.
///
/// Every file name from JSON is checked with this before it becomes a path: no separators of any system, no way up, and
/// no null byte, where the system's functions end a name and Python's raise.
public func isPlainFileName(_ text: String) -> Bool {
  let bytes = text.utf8
  guard (1...255).contains(bytes.count), !bytes.elementsEqual(".".utf8), !bytes.elementsEqual("..".utf8)
  else {
    return false
  }
  return bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\") }
}
