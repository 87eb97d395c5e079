import PackPythonCode
/// The relative imports that transformers finds in a file.
///
/// It looks with two regular expressions, `^\s*import\s+\.(\S+)\s*$` and `^\s*from\s+\.(\S+)\s+import`, line by line and not by
/// grammar: what they match in a docstring is copied like code, and what they do not match (`from . import x`, an
/// import after a semicolon or a colon) is not copied.
struct RelativeImports {
  /// What follows the first dot, with its place; `x` of `from .x import y`.
  private(set) var modules: [PythonWord] = []

  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var line = 0
    while line < bytes.count {
      match(line)
      guard let end = bytes[line...].firstIndex(where: isLineEnd) else { break }
      line = end + 1
    }
  }

  private mutating func match(_ line: Int) {
    // White space may span lines; the last of them is then a line of its own, with the same match.
    let start = skipSpace(line, acrossLines: false)
    for keyword in ["import", "from"] where bytes[start...].starts(with: keyword.utf8) {
      let dot = skipSpace(start + keyword.utf8.count)
      guard dot > start + keyword.utf8.count, dot < bytes.count, bytes[dot] == UInt8(ascii: ".") else {
        continue
      }
      var end = dot + 1
      while end < bytes.count, spaceLength(end) == 0 { end += 1 }
      guard end > dot + 1 else { continue }
      let rest = skipSpace(end)
      let isMatch =
        keyword == "from"
        ? rest > end && bytes[rest...].starts(with: "import".utf8)
        : rest == bytes.count || bytes[end..<rest].contains(where: isLineEnd)
      if isMatch {
        modules.append(PythonWord(String(decoding: bytes[(dot + 1)..<end], as: UTF8.self), at: start))
      }
    }
  }

  private func skipSpace(_ start: Int, acrossLines: Bool = true) -> Int {
    var position = start
    while position < bytes.count, acrossLines || !isLineEnd(bytes[position]) {
      let length = spaceLength(position)
      if length == 0 { break }
      position += length
    }
    return min(position, bytes.count)
  }

  /// Bytes of the white space that begins here, as Python's `\s` has it; 0 for anything else.
  private func spaceLength(_ position: Int) -> Int {
    let byte = bytes[position]
    if (0x09...0x0D).contains(byte) || (0x1C...0x20).contains(byte) { return 1 }
    guard byte >= 0xC2 else { return 0 }
    return Self.wideSpaces.first { bytes[position...].starts(with: $0) }?.count ?? 0
  }

  private static let wideSpaces: [[UInt8]] =
    ([0x85, 0xA0, 0x1680] + Array(0x2000...0x200A)
    + [0x2028, 0x2029, 0x202F, 0x205F, 0x3000])
    .compactMap { Unicode.Scalar($0) }.map { Array(String(Character($0)).utf8) }
}
