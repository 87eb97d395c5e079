import PackFiles
import PackYAML

/// A front matter as the lines of each of its keys, so that a key can be moved or replaced with its text as it stands.
struct FrontMatterLines {
  /// A key with its lines, those of comments behind it included.
  struct Entry {
    let key: String
    let value: YAMLValue
    /// UTF-8, with line ends of `\n` and none at the end.
    let text: [UInt8]
    /// Where it is, its last line's end included.
    let range: Range<Int>
  }

  /// The keys in order.
  private(set) var entries: [Entry] = []
  /// Keys whose lines cannot be told from others': in braces, by an alias, or twice.
  private(set) var inseparableKeys: [String] = []
  /// The whole value.
  let value: YAMLValue

  /// Takes a front matter apart.
  ///
  /// - Parameter yaml: the text between the lines of dashes.
  /// - Throws: ``PackYAML/YAMLError`` where it cannot be read.
  init(yaml: [UInt8], name: String) throws(YAMLError) {
    let document = try YAMLDocument(yaml: yaml, at: Place(file: name, byteOffset: 0))
    value = document.root
    guard case .mapping(let pairs) = document.root else { return }
    // A key begins its line, or its lines are another's.
    let starts = pairs.map { pair -> Int? in
      guard let start = document.place(of: "$.\(pair.key)").byteOffset, start < yaml.count,
        start == 0 || yaml[start - 1] == 0x0A || yaml[start - 1] == 0x0D
      else { return nil }
      return start
    }
    let sorted = starts.compactMap { $0 }.sorted()
    var following: [Int: Int] = [:]
    for (start, next) in zip(sorted, sorted.dropFirst()) { following[start] = next }
    for (pair, start) in zip(pairs, starts) {
      guard let start, pair.kind == .string else {
        inseparableKeys.append(pair.key)
        continue
      }
      let range = start..<(following[start] ?? yaml.count)
      let text = Self.withoutReturns(yaml[range])
      // Read alone, the lines are that key and nothing else. A front matter's last line does not end.
      let read = following[start] == nil ? text : text + [0x0A]
      guard let alone = try? YAMLValue(yaml: read, at: Place(file: name)), alone == .mapping([pair]),
        !Self.endsDocument(text)
      else {
        inseparableKeys.append(pair.key)
        continue
      }
      entries.append(Entry(key: pair.key, value: pair.value, text: text, range: range))
    }
  }

  /// The text of the keys with their line ends.
  static func text(_ entries: [Entry]) -> [UInt8] { entries.flatMap { $0.text + [0x0A] } }

  subscript(_ key: String) -> Entry? { entries.first { $0.key.utf8.elementsEqual(key.utf8) } }

  /// The lines with `\n` between them, and without the last line's end.
  private static func withoutReturns(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var wasReturn = false
    for byte in text {
      if byte != 0x0A || !wasReturn { result.append(byte == 0x0D ? 0x0A : byte) }
      wasReturn = byte == 0x0D
    }
    if result.last == 0x0A { result.removeLast() }
    return result
  }

  /// Whether a line of dots ends the document, and with it whatever would follow.
  private static func endsDocument(_ text: [UInt8]) -> Bool {
    text.split(separator: 0x0A).contains { $0.starts(with: "...".utf8) }
  }
}
