#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import ModelDir
import PackJSON
import PackYAML

/// Reads cards, one JSON string a line, so that a script can compare what is read with huggingface_hub's ModelCard.
///
/// An answer is `{"value": ...}`, with each scalar as `[kind, text]`, or `{"error": text}`; null for a card without front
/// matter.
@main
struct Probe {
  static func main() {
    while let line = readLine() {
      print(answer(line).text(.line))
      fflush(nil)
    }
  }

  private static func answer(_ line: String) -> JSONValue {
    do {
      let card = try JSONDocument(bytes: Array(line.utf8), name: "request").root.string()
      guard let matter = try FrontMatter(card: Array(card.utf8), name: "README.md") else { return .null }
      if let fault = matter.clientFaults.first {
        return .object(["error": .string("\(fault.path): \(fault.problem)")])
      }
      return .object(["value": json(matter.value)])
    } catch {
      return .object(["error": .string("\(error)")])
    }
  }

  private static func json(_ value: YAMLValue) -> JSONValue {
    switch value {
    case .scalar(let text, let kind): scalar(text, kind)
    case .sequence(let values): .array([.string("list"), .array(values.map(json))])
    case .set(let values): .array([.string("set"), .array(values.map(json))])
    case .mapping(let pairs):
      .array([
        .string("map"), .array(pairs.map { .array([scalar($0.key, $0.kind), json($0.value)]) }),
      ])
    }
  }

  private static func scalar(_ text: String, _ kind: YAMLValue.Kind) -> JSONValue {
    let (name, shown): (String, String) =
      switch kind {
      case .string: ("text", text)
      case .null: ("null", "")
      case .boolean(let value): ("boolean", "\(value)")
      case .integer(let value): ("integer", value.map { "\($0)" } ?? "large")
      case .float(let value): ("float", value.isNaN ? "nan" : "\(value.bitPattern)")
      case .timestamp(let time): ("timestamp", time)
      case .binary(let bytes): ("binary", "\(bytes)")
      }
    return .array([.string(name), .string(shown)])
  }
}
