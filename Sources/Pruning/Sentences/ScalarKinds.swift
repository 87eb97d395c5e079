/// What sentence splitting knows of a scalar; docs/sentence-splitting.md names the sets.
struct ScalarKinds: OptionSet, Sendable {
  let rawValue: UInt32

  static let lineEnd = ScalarKinds(rawValue: 1 << 0)
  static let space = ScalarKinds(rawValue: 1 << 1)
  static let hardMark = ScalarKinds(rawValue: 1 << 2)
  static let softMark = ScalarKinds(rawValue: 1 << 3)
  static let pairOpener = ScalarKinds(rawValue: 1 << 4)
  static let bracket = ScalarKinds(rawValue: 1 << 5)
  static let opening = ScalarKinds(rawValue: 1 << 6)
  static let closing = ScalarKinds(rawValue: 1 << 7)
  static let cjk = ScalarKinds(rawValue: 1 << 8)
  static let spaceless = ScalarKinds(rawValue: 1 << 9)
  static let combining = ScalarKinds(rawValue: 1 << 10)
  static let lower = ScalarKinds(rawValue: 1 << 11)
  static let letter = ScalarKinds(rawValue: 1 << 12)
  static let digit = ScalarKinds(rawValue: 1 << 13)
  static let wordStop = ScalarKinds(rawValue: 1 << 14)
  static let bullet = ScalarKinds(rawValue: 1 << 15)
  static let continuing = ScalarKinds(rawValue: 1 << 16)
  static let unfinished = ScalarKinds(rawValue: 1 << 17)
  static let particle = ScalarKinds(rawValue: 1 << 18)
  static let saying = ScalarKinds(rawValue: 1 << 19)
  static let comma = ScalarKinds(rawValue: 1 << 20)
  static let fullStop = ScalarKinds(rawValue: 1 << 21)
  static let borrowed = ScalarKinds(rawValue: 1 << 22)
  static let greek = ScalarKinds(rawValue: 1 << 23)
  static let armenian = ScalarKinds(rawValue: 1 << 24)
  static let indic = ScalarKinds(rawValue: 1 << 25)
  static let thai = ScalarKinds(rawValue: 1 << 26)
  static let pointed = ScalarKinds(rawValue: 1 << 27)
  static let superscript = ScalarKinds(rawValue: 1 << 28)
  static let emoji = ScalarKinds(rawValue: 1 << 29)

  static let white: ScalarKinds = [.lineEnd, .space]
  static let mark: ScalarKinds = [.hardMark, .softMark]
}
