import PackFiles

/// What two keys of a mapping have in common when they are one key: `1`, `1.0` and `true` are, as they are in Python.
enum YAMLKeyIdentity: Hashable {
  case text(ExactText)
  case number(Double)
  case integer(Int)
  case other(YAMLValue.Kind, ExactText)

  init(_ text: String, _ kind: YAMLValue.Kind) {
    switch kind {
    case .string: self = .text(ExactText(text))
    case .boolean(let isTrue): self = .integer(isTrue ? 1 : 0)
    case .integer(let value?): self = .integer(value)
    case .float(let value): self = Int(exactly: value).map { .integer($0) } ?? .number(value)
    case .integer(nil): self = .other(kind, ExactText(text))
    case .null, .timestamp, .binary: self = .other(kind, ExactText(""))
    }
  }
}
