/// The sets of scalars of docs/sentence-splitting.md. They are spelt out, and equal in every release: no table of Unicode
/// is asked. Both lists add up.
enum SentenceTables {
  /// Sets by their members.
  static let characters: [(ScalarKinds, String)] = [
    (.lineEnd, "\u{A}\u{D}\u{B}\u{C}\u{85}\u{2028}\u{2029}"),
    (.softMark, ".!?\u{2026}\u{FF0E}"),
    (
      .pairOpener,
      "([{\u{FF08}\u{FF3B}\u{FF5B}\u{3010}\u{3014}\u{3008}\u{300A}\u{300C}\u{300E}\u{FF62}"
        + "\u{201C}\u{201E}\u{AB}\u{2039}\""
    ),
    (.bracket, "([{\u{FF08}\u{FF3B}\u{FF5B}\u{3010}\u{3014}"),
    (
      .opening,
      "([{\u{FF08}\u{FF3B}\u{FF5B}\u{3010}\u{3014}\u{3008}\u{300A}\u{300C}\u{300E}\u{FF62}"
        + "\u{201C}\u{201E}\u{AB}\u{2039}\"'\u{2018}*_\u{BF}\u{A1}"
    ),
    (
      .closing,
      ")]}\u{FF09}\u{FF3D}\u{FF5D}\u{3011}\u{3015}\u{3009}\u{300B}\u{300D}\u{300F}\u{FF63}"
        + "\u{201D}\u{BB}\u{203A}\"'\u{2019}*_`"
    ),
    (
      .bullet,
      "\u{2022}\u{2023}\u{25E6}\u{2043}\u{2219}\u{25AA}\u{25A0}\u{25A1}\u{25C6}\u{25C7}\u{25CF}"
        + "\u{25CB}\u{25BC}\u{25BD}\u{2605}\u{2606}\u{203B}\u{30FB}\u{B7}"
    ),
    (.continuing, ",;:.!?)]}\u{2026}\u{3001}\u{FF0C}"),
    (.unfinished, ",;-\u{2013}\u{2014}([{&/+=\u{3001}\u{FF0C}\u{FF1B}"),
    (.particle, "\u{3068}\u{3063}\u{306F}\u{304C}\u{3092}\u{306B}\u{306E}"),
    (
      .saying,
      "\u{8A00}\u{601D}\u{53EB}\u{805E}\u{7B54}\u{66F8}\u{8003}\u{8FF0}\u{547C}\u{611F}\u{3044}"
        + "\u{3001}"
    ),
    (.comma, "\u{3001}\u{FF0C}\u{FF1B}\u{FF1A}"),
    (
      .wordStop,
      "\"\u{201C}\u{201D}\u{201E}\u{AB}\u{BB}()[]{}<>\u{FF08}\u{FF09}\u{300C}\u{300D},;:/|-"
        + "\u{2013}\u{2014}*_`"
    ),
  ]

  /// Sets by ranges.
  static let ranges: [(ScalarKinds, [ClosedRange<UInt32>])] = [
    (
      .space,
      [
        0x9...0x9, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200B, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
      ]
    ),
    (
      .hardMark,
      [
        0x3002...0x3002, 0xFF61...0xFF61, 0xFF01...0xFF01, 0xFF1F...0xFF1F, 0x203C...0x203C,
        0x2047...0x2049, 0x61F...0x61F, 0x6D4...0x6D4, 0x964...0x964, 0x965...0x965, 0x589...0x589,
        0x1362...0x1362, 0x1367...0x1367, 0x104B...0x104B, 0x17D4...0x17D4, 0x17D5...0x17D5, 0xF0D...0xF0D,
        0x1803...0x1803, 0x1809...0x1809,
      ]
    ),
    (
      .cjk,
      [
        0x3005...0x3007, 0x3041...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9D,
        0x20000...0x3FFFF,
      ]
    ),
    (
      .spaceless,
      [
        0xE01...0xEFF, 0x1000...0x109F, 0x1780...0x17FF,
      ]
    ),
    (
      .combining,
      [
        0x300...0x36F, 0x64B...0x65F, 0x900...0x903, 0x93A...0x94F, 0xE31...0xE31, 0xE34...0xE3A,
        0xE47...0xE4E, 0xEB1...0xEB1, 0xEB4...0xEBC, 0xEC8...0xECE, 0x102B...0x103E, 0x17B4...0x17D3,
        0x200C...0x200C, 0x200D...0x200D, 0x20D0...0x20FF, 0x3099...0x3099, 0x309A...0x309A,
        0xFE00...0xFE0F, 0x1F3FB...0x1F3FF,
      ]
    ),
    (
      .letter,
      [
        0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x370...0x3FF, 0x400...0x52F,
        0x531...0x587, 0x1E00...0x1EFF,
      ]
    ),
    (
      .digit,
      [
        0x30...0x39
      ]
    ),
    (
      .bullet,
      [
        0x2460...0x2473
      ]
    ),
  ]

  /// Lower-case letters: first, last, step.
  static let lower: [(first: UInt32, last: UInt32, step: Int)] = [
    (0x61, 0x7A, 1), (0xDF, 0xF6, 1), (0xF8, 0xFF, 1), (0x101, 0x137, 2), (0x13A, 0x148, 2),
    (0x14B, 0x177, 2), (0x17A, 0x17E, 2), (0x3AC, 0x3CE, 1), (0x430, 0x45F, 1), (0x461, 0x481, 2),
    (0x48B, 0x4BF, 2), (0x4C2, 0x4CE, 2), (0x4D1, 0x52F, 2), (0x561, 0x587, 1), (0x1E01, 0x1E95, 2),
    (0x1EA1, 0x1EFF, 2),
  ]

  /// What closes an opening bracket or quote.
  static let closers: [UInt32: [UInt32]] = [
    0x28: [0x29], 0x5B: [0x5D], 0x7B: [0x7D], 0xFF08: [0xFF09], 0xFF3B: [0xFF3D], 0xFF5B: [0xFF5D],
    0x3010: [0x3011], 0x3014: [0x3015], 0x3008: [0x3009], 0x300A: [0x300B], 0x300C: [0x300D],
    0x300E: [0x300F], 0xFF62: [0xFF63], 0x201C: [0x201D], 0x201E: [0x201C, 0x201D], 0xAB: [0xBB],
    0x2039: [0x203A], 0x22: [0x22],
  ]
}
