import PackFiles
import PackProcesses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds the Python interpreter that has the Hub's official client.
package enum HubInterpreter {
  private static let client = "huggingface_hub"
  private static let advice = "`pip install 'pruning-pack[hub]'` installs it"

  /// The interpreter.
  ///
  /// - Parameters:
  ///   - named: an interpreter, or the client's program `hf`, whose first line names one; nil to look for one.
  ///   - command: the path of this command: beside it lies the interpreter that it was installed into.
  /// - Returns: an absolute path.
  /// - Throws: ``HubError`` where there is none.
  package static func find(named: String?, besides command: String?) throws(HubError) -> String {
    if let named {
      guard let path = onPath(named) else {
        throw HubError(
          .noClient, named, "no such program", expected: "a Python interpreter with \(client), or `hf`")
      }
      let interpreter = shebang(of: path) ?? path
      guard hasClient(interpreter) else {
        throw HubError(.noClient, named, "it has no \(client), the Hub's client", expected: advice)
      }
      return interpreter
    }
    let beside = command.map { parentPath($0) }.map { place in
      ["python3", "python"].map { joinPath(place, $0) }
    }
    for candidate in beside ?? [] where isProgram(candidate) && hasClient(candidate) { return candidate }
    if let program = onPath("hf"), let interpreter = shebang(of: program), hasClient(interpreter) {
      return interpreter
    }
    throw HubError(.noClient, client, "the Hub's client is not installed", expected: advice)
  }

  private static func isProgram(_ path: String) -> Bool { fileKind(path) == .file && access(path, X_OK) == 0 }

  /// A path, or a name to look for in PATH; nil where there is no such program.
  private static func onPath(_ name: String) -> String? {
    let variable = getenv("PATH").map { String(cString: $0) } ?? ""
    let candidates =
      name.utf8.contains(UInt8(ascii: "/"))
      ? [name] : variable.split(separator: ":").map { joinPath(String($0), name) }
    guard let found = candidates.first(where: isProgram) else { return nil }
    return found.utf8.first == UInt8(ascii: "/") ? found : joinPath(resolvedPath(".") ?? ".", found)
  }

  /// The interpreter that runs a script: `#!/a/b/python`, `#!/usr/bin/env python3`, or, where the path is too long for the
  /// system, `'''exec' /a/b/python "$0" "$@"` in the second line; nil for what is no such script.
  private static func shebang(of path: String) -> String? {
    guard let bytes = try? readFile(path, limit: 1 << 20), bytes.starts(with: "#!".utf8) else { return nil }
    let lines = bytes.dropFirst(2).split(separator: 0x0A, maxSplits: 2).map {
      String(decoding: $0, as: UTF8.self)
    }
    let words = lines.map { line in
      line.split { $0 == " " || $0 == "\r" }.map { String($0).replacing("\"", with: "") }
    }
    guard let first = words.first, let program = first.first else { return nil }
    let interpreter: String? =
      switch lastPathComponent(program) {
      case "env": first.dropFirst().first { !$0.hasPrefix("-") }.flatMap(onPath)
      case "sh" where words.count > 1 && words[1].count > 1 && words[1][0] == "'''exec'": words[1][1]
      default: program
      }
    guard let interpreter, isProgram(interpreter) else { return nil }
    let name = lastPathComponent(interpreter)
    return name.hasPrefix("python") || name.hasPrefix("pypy") ? interpreter : nil
  }

  private static func hasClient(_ interpreter: String) -> Bool {
    let question = "import importlib.util as u, sys; sys.exit(0 if u.find_spec('\(client)') else 9)"
    var process = ChildProcess(interpreter)
    process.arguments = ["-c", question]
    process.environment = ProcessEnvironment.variables
    process.timeLimit = .seconds(30)
    return (try? process.run())?.exitCode == 0
  }
}
