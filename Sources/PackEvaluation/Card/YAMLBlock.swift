import PackFiles
import PackYAML

/// Writes values as YAML: a member or an element a line.
struct YAMLBlock {
  /// Where messages say that it would have stood.
  let place: Place
  let lineEnd: String

  /// A member of the outermost mapping, with its line's end.
  func text(of value: YAMLValue, key: String) throws(EvaluationError) -> String {
    try lines(of: .mapping([YAMLValue.Pair(key: key, kind: .string, value: value)]), indent: 0)
  }

  /// Lines that begin with `indent` blanks, or further in.
  private func lines(of value: YAMLValue, indent: Int) throws(EvaluationError) -> String {
    let margin = String(repeating: " ", count: indent)
    var text = ""
    switch value {
    case .scalar(let scalar, let kind): text = margin + (kind == .string ? quoted(scalar) : scalar) + lineEnd
    case .sequence(let elements):
      if elements.isEmpty { text = margin + "[]" + lineEnd }
      for element in elements {
        // It stands on the line of its dash.
        text += margin + "- " + (try lines(of: element, indent: indent + 2)).dropFirst(indent + 2)
      }
    case .mapping(let members):
      if members.isEmpty { text = margin + "{}" + lineEnd }
      for member in members {
        guard member.kind == .string else { throw notWritable() }
        let value = try lines(of: member.value, indent: indent + 2)
        text += margin + quoted(member.key) + ":"
        text += member.value.isNested ? lineEnd + value : " " + value.dropFirst(indent + 2)
      }
    case .set: throw notWritable()
    }
    return text
  }

  private func notWritable() -> EvaluationError {
    EvaluationError(
      .cardNotEditable, at: place, problem: "the results in the card have a set, or a key that is no text")
  }

  /// Without quotes where the text is read as the same text there.
  private func quoted(_ text: String) -> String {
    let isWord =
      text.utf8.allSatisfy { $0.isWordByte } && text.utf8.first?.isWordStart == true
      && text.utf8.last != UInt8(ascii: " ") && YAMLValue.isTextWithoutQuotes(text)
    if isWord { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\u{20}"..."\u{7E}", "\u{A0}"..."\u{2027}", "\u{202A}"..."\u{D7FF}":
        quoted.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return quoted + "\""
  }
}

extension YAMLValue {
  /// Whether it takes lines of its own.
  fileprivate var isNested: Bool {
    switch self {
    case .scalar: false
    case .sequence(let elements), .set(let elements): !elements.isEmpty
    case .mapping(let members): !members.isEmpty
    }
  }
}

extension UInt8 {
  fileprivate var isWordByte: Bool {
    (self | 0x20) &- 0x61 < 26 || self &- 0x30 < 10 || "-_./ ".utf8.contains(self)
  }
  fileprivate var isWordStart: Bool { (self | 0x20) &- 0x61 < 26 }
}
