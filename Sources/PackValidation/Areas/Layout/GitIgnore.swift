/// The patterns of a `.gitignore`, as git reads them: the last one that matches decides.
struct GitIgnore {
  /// A line of the file, and where it begins.
  struct Line: Sendable, Hashable {
    var text: String
    var offset: Int
  }

  private struct Pattern {
    var components: [[UInt8]]
    var isNegated: Bool
    var isForDirectories: Bool
    var line: Line
  }

  private var patterns: [Pattern] = []

  /// How many patterns there are: each may be compared with each file.
  var count: Int { patterns.count }
  private static let anything = Array("**".utf8)

  init(_ bytes: [UInt8]) {
    var offset = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      add(line, at: offset)
      offset += line.count + 1
    }
  }

  private mutating func add(_ line: ArraySlice<UInt8>, at offset: Int) {
    var text = Array(line)
    if text.last == 0x0D { text.removeLast() }
    // A space at the end counts where a backslash stands before it.
    while text.last == 0x20, text.dropLast().last != UInt8(ascii: "\\") { text.removeLast() }
    guard let first = text.first, first != UInt8(ascii: "#") else { return }
    let word = Line(text: String(decoding: text, as: UTF8.self), offset: offset)
    let isNegated = first == UInt8(ascii: "!")
    if isNegated { text.removeFirst() }
    let isForDirectories = text.last == UInt8(ascii: "/")
    if isForDirectories { text.removeLast() }
    guard !text.isEmpty else { return }
    // A slash before the end ties the pattern to the root.
    let isAnchored = text.contains(UInt8(ascii: "/"))
    var components = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true).map {
      Array($0)
    }
    if !isAnchored { components.insert(Self.anything, at: 0) }
    guard !components.isEmpty else { return }
    patterns.append(
      Pattern(
        components: components, isNegated: isNegated, isForDirectories: isForDirectories, line: word))
  }

  /// The pattern that makes git leave a file out; nil where it is kept.
  func pattern(ignoring path: String) -> Line? {
    let components = path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }
    // What is in a directory that is left out cannot be taken back in.
    for count in 1...max(components.count, 1) where count <= components.count {
      let isDirectory = count < components.count
      let prefix = components[..<count]
      let match = patterns.last { pattern in
        (isDirectory || !pattern.isForDirectories) && Self.matches(pattern.components[...], prefix)
      }
      if let match, !match.isNegated { return match.line }
    }
    return nil
  }

  /// `**` stands for any number of directories.
  private static func matches(_ pattern: ArraySlice<[UInt8]>, _ path: ArraySlice<[UInt8]>) -> Bool {
    // reachable[i]: whether the pattern so far can have consumed i components.
    var reachable = [Bool](repeating: false, count: path.count + 1)
    reachable[0] = true
    for (index, part) in pattern.enumerated() {
      var next = [Bool](repeating: false, count: path.count + 1)
      if part == anything {
        // At the end of a pattern it stands for what is inside, which is at least one name.
        let least = index == pattern.count - 1 ? 1 : 0
        if let start = reachable.firstIndex(of: true), start + least < next.count {
          for end in (start + least)..<next.count { next[end] = true }
        }
      } else {
        for (index, name) in path.enumerated() where reachable[index] && glob(part[...], name[...]) {
          next[index + 1] = true
        }
      }
      reachable = next
    }
    return reachable[path.count]
  }

  /// `*`, `?`, `[a-z]` and `\` within one name.
  private static func glob(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    var (pattern, name) = (pattern, name)
    var retry: (pattern: ArraySlice<UInt8>, name: ArraySlice<UInt8>)?
    while true {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        retry = (pattern, name)
        continue
      }
      if pattern.isEmpty && name.isEmpty { return true }
      if let byte = name.first, let rest = step(pattern, byte) {
        pattern = rest
        name = name.dropFirst()
        continue
      }
      // The last star takes one more byte.
      guard let last = retry, !last.name.isEmpty else { return false }
      retry = (last.pattern, last.name.dropFirst())
      pattern = last.pattern
      name = last.name.dropFirst()
    }
  }

  /// The pattern after one that takes a byte; nil where it does not.
  private static func step(_ pattern: ArraySlice<UInt8>, _ byte: UInt8) -> ArraySlice<UInt8>? {
    guard let first = pattern.first else { return nil }
    let rest = pattern.dropFirst()
    switch first {
    case UInt8(ascii: "?"): return rest
    case UInt8(ascii: "\\"): return rest.first == byte ? rest.dropFirst() : nil
    case UInt8(ascii: "["):
      guard let (isIn, after) = bracket(rest, byte) else { return first == byte ? rest : nil }
      return isIn ? after : nil
    default: return first == byte ? rest : nil
    }
  }

  /// A set of bytes, `[!a-z_]`; nil where its bracket is not closed.
  private static func bracket(_ text: ArraySlice<UInt8>, _ byte: UInt8) -> (Bool, ArraySlice<UInt8>)? {
    var rest = text
    let isNegated = rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^")
    if isNegated { rest = rest.dropFirst() }
    var isIn = false
    var isFirst = true
    while let low = rest.first {
      rest = rest.dropFirst()
      if low == UInt8(ascii: "]") && !isFirst { return (isIn != isNegated, rest) }
      isFirst = false
      if rest.first == UInt8(ascii: "-"), let high = rest.dropFirst().first, high != UInt8(ascii: "]") {
        if low <= byte && byte <= high { isIn = true }
        rest = rest.dropFirst(2)
      } else if low == byte {
        isIn = true
      }
    }
    return nil
  }
}
