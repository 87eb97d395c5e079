import Foundation
import PackFiles
import PackValidation
import TestSupport
import Testing

/// Patterns of `.gitignore`, compared with git itself.
@Suite struct GitIgnoreTests {
  private static let names = [
    "a", "b", "ab", "a.json", "m.safetensors", "a b", "a-b", "[", "]", "a]", "\\", "é", "-", "a ", "1",
  ]

  /// Paths of one to three of the names.
  private static var paths: [String] {
    var paths = names
    for (index, name) in names.enumerated() {
      paths.append("\(names[(index * 7 + 3) % names.count])/\(name)")
      paths.append("a/\(name)")
      paths.append("ab/\(names[(index * 5 + 1) % names.count])/\(name)")
    }
    return paths
  }

  private static let pieces = [
    "a", "b", "*", "**", "?", "/", "//", ".", "json", "safetensors", "[ab]", "[!a]", "[^-]", "[a-z]", "[z-a]",
    "[a\\-z]",
    "[]a]", "[[:alnum:]]", "[[:alpha:][:digit:]]", "[[:nope:]]", "[[:]", "[a", "[/]", "[a/b]", "\\", "\\ ",
    " ", "\\a", "\\*", "!",
    "#", "é", "-", "[\\]]", "[a-\\]]", "**/", "/**", "a**", "\t", "[.-:]", "[[:space:]]", "[[:punct:]]", "m.",
    "\r",
  ]

  /// What git leaves out: the line that decides, by path.
  private func ignored(by lines: [UInt8], in directory: TemporaryDirectory) throws -> [String: Int] {
    for (name, bytes) in [
      (".gitignore", lines), ("asked", Array(Self.paths.joined(separator: "\0").utf8)), ("answers", []),
    ] {
      try overwriteFile(directory.file(name), bytes)
    }
    try git(
      ["check-ignore", "--no-index", "--stdin", "-z", "-v"], in: directory, input: directory.file("asked"))
    let answer = try readFile(directory.file("answers")).split(separator: 0, omittingEmptySubsequences: false)
    var lineOf: [String: Int] = [:]
    for start in stride(from: 0, to: answer.count - 3, by: 4) {
      let pattern = answer[start + 2]
      guard pattern.first != UInt8(ascii: "!") else { continue }
      lineOf[String(decoding: answer[start + 3], as: UTF8.self)] = Int(
        String(decoding: answer[start + 1], as: UTF8.self))
    }
    return lineOf
  }

  private func git(_ arguments: [String], in directory: TemporaryDirectory, input: String? = nil) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["git", "-c", "core.ignoreCase=false", "-c", "core.excludesFile=/dev/null"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory.path)
    if let input { process.standardInput = FileHandle(forReadingAtPath: input) }
    process.standardOutput = FileHandle(forWritingAtPath: directory.file("answers")) ?? .nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    // 1: nothing is left out.
    #expect(process.terminationStatus <= 1)
  }

  @Test func agreesWithGit() throws {
    let directory = try TemporaryDirectory()
    try git(["init", "-q", "."], in: directory)
    var random = SplitMix(state: 17)
    var matches = 0
    for _ in 0..<300 {
      var text = random.next() % 8 == 0 ? "\u{FEFF}" : ""
      for _ in 0..<(1 + random.next() % 4) {
        if random.next() % 5 == 0 { text += "!" }
        for _ in 0..<(1 + random.next() % 4) {
          text += Self.pieces[Int(random.next() % UInt64(Self.pieces.count))]
        }
        text += "\n"
      }
      let bytes = Array(text.utf8)
      let ignore = GitIgnore(bytes)
      let expected = try ignored(by: bytes, in: directory)
      matches += expected.count
      for path in Self.paths {
        let line = ignore.pattern(ignoring: path).map { found in
          bytes[..<found.offset].filter { $0 == 0x0A }.count + 1
        }
        #expect(line == expected[path], "\(text.debugDescription) \(path)")
      }
    }
    // Enough is left out for the comparison to mean something.
    #expect(matches > 1000)
  }
}

/// A random sequence that is the same everywhere.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
