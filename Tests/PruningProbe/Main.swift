#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import JSON
import Pruning

/// Answers requests in JSON lines, so that a script can compare this package with the modelling file: for a line with
/// `text` the lengths of its sentences, in scalars; for one with `counts` and `room` the ends of the blocks.
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
      let request = try JSONDocument(bytes: Array(line.utf8), name: "request").root
      if let text = try request.optionalString("text") {
        return .array(SentenceSplitter.ranges(of: text.unicodeScalars.map(\.value)).map { .int($0.count) })
      }
      let counts = try request.required("counts").elements().map { try $0.int() }
      let blocks = BlockPacker(room: try request.int("room")).pack(counts)
      return .array(blocks.map { .int($0.upperBound) })
    } catch {
      return .object(["error": .string("\(error)")])
    }
  }
}
