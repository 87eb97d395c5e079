#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import PackFiles
import PackJSON
import PackPythonCode

/// Judges Python texts, one JSON object a line: `{"files": {path: text}, "library": package or null, "release": text or null}`.
///
/// With `"words": true` an answer has the names and attributes of the syntax tree; else it has what is refused by path, `{path: [[line, problem], ...]}`; nothing that it reads is executed.
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
      var trees: [String: PythonTree] = [:]
      var texts: [String: [UInt8]] = [:]
      var answer: JSONObject = [:]
      for file in try request.required("files").members() {
        let bytes = Array(try file.value.string().utf8)
        texts[file.key] = bytes
        do throws(PythonError) {
          trees[file.key] = try PythonTree(bytes, name: file.key)
        } catch {
          answer[file.key] = .array([.array([.int(error.line), .string("\(error)")])])
        }
      }
      var release: [String: PythonTree] = [:]
      if let text = try request.optionalString("release") {
        for path in trees.keys { release[path] = try PythonTree(Array(text.utf8), name: "release") }
      }
      if try request.optionalBool("words") == true {
        for (path, tree) in trees {
          answer[path] = .array(tree.words.map { .array([.string($0.kind), .string($0.text)]) })
        }
        return .object(answer)
      }
      let package = PythonPackage(
        trees, release: release, library: try request.optionalString("library"))
      for (path, verdicts) in package.verdicts() {
        let bytes = texts[path] ?? []
        answer[path] = .array(
          verdicts.map { verdict in
            let line = 1 + bytes.prefix(verdict.offset).count { $0 == UInt8(ascii: "\n") }
            return .array([.int(line), .string(verdict.problem)])
          })
      }
      return .object(answer)
    } catch {
      return .object(["error": .string("\(error)")])
    }
  }
}
