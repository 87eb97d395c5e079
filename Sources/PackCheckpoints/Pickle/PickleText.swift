/// The texts of a pickle, decoded as Python decodes them.
enum PickleText {
  private static let backslash = UInt8(ascii: "\\")

  /// What a text instruction pushes, as UTF-8; nil for one that pushes no text, or that Python refuses.
  static func decoded(_ instruction: PickleInstruction, in bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    guard case .bytes(let range) = instruction.argument else { return nil }
    // No name that means anything is longer, and a text may be as large as the file.
    let raw = bytes[range].prefix(1 << 13)
    switch instruction.opcode {
    case .unicode: return rawUnicode(raw)
    case .string: return unquoted(bytes[range]).map { unescaped($0.prefix(1 << 13)) }
    case .binunicode, .shortBinunicode, .binunicode8, .binstring, .shortBinstring: return Array(raw)
    default: return nil
    }
  }

  /// The inside of STRING's argument, which has to stand in quotes of one kind.
  static func unquoted(_ line: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer>? {
    guard line.count >= 2, let first = line.first, first == UInt8(ascii: "'") || first == UInt8(ascii: "\""),
      line.last == first
    else { return nil }
    return line.dropFirst().dropLast()
  }

  /// The codec `raw-unicode-escape`: bytes are the first 256 characters, and `\u` and `\U` give any other.
  static func rawUnicode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var rest = Array(bytes)[...]
    while let byte = rest.popFirst() {
      guard byte == backslash, let kind = rest.first else {
        append(UInt32(byte), to: &text)
        continue
      }
      let digits = kind == UInt8(ascii: "u") ? 4 : kind == UInt8(ascii: "U") ? 8 : 0
      if digits > 0, let value = number(rest.dropFirst().prefix(digits), radix: 16, digits: digits) {
        append(value, to: &text)
        rest = rest.dropFirst(digits + 1)
      } else {
        // A backslash before anything else stands for itself, and so does what follows.
        text.append(byte)
        append(UInt32(kind), to: &text)
        rest = rest.dropFirst()
      }
    }
    return text
  }

  /// The codec `escape_decode`: the escapes of a bytes literal.
  static func unescaped(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var rest = Array(bytes)[...]
    while let byte = rest.popFirst() {
      guard byte == backslash, let kind = rest.popFirst() else {
        text.append(byte)
        continue
      }
      if let value = escapes[kind] {
        text.append(value)
      } else if isOctal(kind) {
        let more = rest.prefix(2).prefix { isOctal($0) }
        rest = rest.dropFirst(more.count)
        let value = ([kind] + more).reduce(UInt32(0)) { $0 * 8 + UInt32($1 - 0x30) }
        text.append(UInt8(truncatingIfNeeded: value))
      } else if kind == UInt8(ascii: "x"), let value = number(rest.prefix(2), radix: 16, digits: 2) {
        text.append(UInt8(truncatingIfNeeded: value))
        rest = rest.dropFirst(2)
      } else {
        text += [byte, kind]
      }
    }
    return text
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "'"): 0x27, UInt8(ascii: "\""): 0x22, UInt8(ascii: "a"): 0x07,
    UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D,
    UInt8(ascii: "t"): 0x09, UInt8(ascii: "v"): 0x0B,
  ]

  private static func isOctal(_ byte: UInt8) -> Bool { (0x30...0x37).contains(byte) }

  private static func number(_ bytes: ArraySlice<UInt8>, radix: Int, digits: Int) -> UInt32? {
    guard bytes.count == digits, let first = bytes.first, first != UInt8(ascii: "+") else { return nil }
    return UInt32(String(decoding: bytes, as: UTF8.self), radix: radix)
  }

  /// Appends a code point as UTF-8; a surrogate becomes the three bytes that Python's `surrogatepass` gives it.
  private static func append(_ value: UInt32, to text: inout [UInt8]) {
    if let scalar = Unicode.Scalar(value) {
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.EncodedScalar())
    } else {
      text += [
        UInt8(truncatingIfNeeded: 0xE0 | value >> 12 & 0x0F),
        UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F), UInt8(truncatingIfNeeded: 0x80 | value & 0x3F),
      ]
    }
  }
}
