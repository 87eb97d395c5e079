/// A look through a card's text for what should not be left in it.
package struct CardText {
  /// A placeholder or a path.
  package struct Word: Sendable, Hashable {
    /// As it stands there.
    package var text: String
    /// Whether it is a path.
    package var isPath: Bool
    /// Where it begins.
    package var offset: Int
  }

  /// What was found, in the order of the text.
  package private(set) var doubtfulWords: [Word] = []

  private static let placeholders = [
    "[More Information Needed]", "[more information needed]", "[YOUR", "<your-", "<YOUR", "your-username/",
    "your-org/", "path/to/",
  ]
  /// Directories of people and machines, which no address on the Hub begins with.
  private static let places = [
    "/home/", "/Users/", "/root/", "/mnt/", "/tmp/", "/workspace/", "/content/", "/kaggle/", "/scratch/",
    "file://",
  ]

  /// Bytes of a placeholder or a path that are shown.
  private static let longestName = 1000

  /// Looks through a text.
  package init(_ bytes: [UInt8]) {
    for (offset, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "{"):
        // `{{ name }}` on one line; the braces of an f-string have no letter right behind them twice.
        guard bytes[offset...].starts(with: "{{".utf8), offset == 0 || bytes[offset - 1] != byte else {
          continue
        }
        // No template has a longer name.
        let line = bytes[offset...].prefix(Self.longestName).prefix { $0 != 0x0A }
        guard let end = line.firstIndex(of: UInt8(ascii: "}")), bytes[end...].starts(with: "}}".utf8) else {
          continue
        }
        let name = line[(offset + 2)..<end].filter { $0 != 0x20 }
        if !name.isEmpty, name.allSatisfy({ $0 == 0x5F || $0 == 0x2E || $0 == 0x7C || isWordByte($0) }) {
          add(bytes[offset..<(end + 2)], isPath: false)
        }
      case UInt8(ascii: "["), UInt8(ascii: "<"), UInt8(ascii: "y"), UInt8(ascii: "p"):
        if let word = Self.placeholders.first(where: { bytes[offset...].starts(with: $0.utf8) }),
          offset == 0 || !isWordByte(bytes[offset - 1])
        {
          add(bytes[offset..<(offset + word.utf8.count)], isPath: false)
        }
      case UInt8(ascii: "/"), UInt8(ascii: "f"):
        guard Self.places.contains(where: { bytes[offset...].starts(with: $0.utf8) }),
          offset == 0 || !isWordByte(bytes[offset - 1]) && !"/.~:".utf8.contains(bytes[offset - 1])
        else { continue }
        add(Self.path(bytes, offset), isPath: true)
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
        let rest = bytes[(offset + 1)...]
        guard
          rest.starts(with: "./".utf8) || rest.starts(with: "../".utf8) || rest.starts(with: "~/".utf8)
            || isDrive(rest)
        else { continue }
        add(Self.path(bytes, offset + 1), isPath: true)
      default: continue
      }
    }
  }

  private mutating func add(_ text: ArraySlice<UInt8>, isPath: Bool) {
    doubtfulWords.append(
      Word(text: String(decoding: text, as: UTF8.self), isPath: isPath, offset: text.startIndex))
  }

  private static func path(_ bytes: [UInt8], _ start: Int) -> ArraySlice<UInt8> {
    bytes[start...].prefix(longestName).prefix { $0 > 0x20 && !"\"'`()<>,;".utf8.contains($0) }
  }

  private func isDrive(_ rest: ArraySlice<UInt8>) -> Bool {
    let start = Array(rest.prefix(3))
    return start.count == 3 && start[0] | 0x20 &- 0x61 < 26 && start[1] == UInt8(ascii: ":")
      && (start[2] == UInt8(ascii: "\\") || start[2] == UInt8(ascii: "/"))
  }

  private func isWordByte(_ byte: UInt8) -> Bool { byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 }
}
