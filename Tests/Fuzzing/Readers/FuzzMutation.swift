/// A change of an input as a person with bad intentions makes it: parts repeated, nested and lengthened, by powers of two.
public struct FuzzMutation {
  private let language: FuzzLanguage
  private let limit: Int
  private var state: UInt64

  /// A change.
  ///
  /// - Parameters:
  ///   - language: what inputs are made of.
  ///   - limit: most bytes of the result.
  ///   - seed: which change: the same input and seed give the same result.
  public init(_ language: FuzzLanguage, limit: Int, seed: UInt64) {
    self.language = language
    self.limit = limit
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  }

  /// The input with one to four changes; at most as long as the limit.
  public mutating func changed(_ input: [UInt8]) -> [UInt8] {
    switch language.frame {
    case .none: return times(input)
    case .safetensors:
      guard var file = SafetensorsFrame(input), chance(16) > 0 else { return times(input) }
      if chance(8) > 0 { file.header = times(file.header) } else { file.data = times(file.data) }
      return fitting(file.bytes) ?? input
    }
  }

  private mutating func times(_ input: [UInt8]) -> [UInt8] {
    var result = input
    for _ in 0...chance(4) { result = once(result) ?? result }
    return result
  }

  private mutating func once(_ bytes: [UInt8]) -> [UInt8]? {
    let part = self.part(of: bytes)
    switch chance(10) {
    case 0, 1: return fitting(bytes, part, repeated(Array(bytes[part])))
    case 2:
      guard let (open, close) = pick(language.pairs) else { return nil }
      let count = amount(open.utf8.count + close.utf8.count)
      return fitting(bytes, part, times(open, count) + bytes[part] + times(close, count))
    case 3: return fitting(bytes, part, stairs(Array(bytes[part])))
    case 4: return lengthenedNumber(bytes)
    case 5:
      guard let byte = pick(Array(bytes[part])) else { return nil }
      return fitting(
        bytes, part.lowerBound..<part.lowerBound, [UInt8](repeating: byte, count: amount(1)))
    case 6:
      let word = pick(language.words).map { Array($0.utf8) } ?? [UInt8(truncatingIfNeeded: chance(256))]
      return fitting(bytes, chance(2) == 0 ? part : part.lowerBound..<part.lowerBound, word)
    case 7: return fitting(bytes, part, [])
    case 8:
      let other = self.part(of: bytes)
      return fitting(bytes, other, Array(bytes[part]))
    default:
      guard !bytes.isEmpty else { return nil }
      var result = bytes
      let place = chance(bytes.count)
      result[place] =
        chance(2) == 0 ? result[place] ^ (1 << chance(8)) : UInt8(truncatingIfNeeded: chance(256))
      return result
    }
  }

  // MARK: Sizes

  /// A power of two, so that as many times `size` bytes may still fit.
  private mutating func amount(_ size: Int) -> Int {
    var most = 0
    while most < 20, (2 << most) * max(size, 1) <= limit { most += 1 }
    return 1 << chance(most + 1)
  }

  /// A part again and again, its numbers one higher each time in half of the cases.
  private mutating func repeated(_ part: [UInt8]) -> [UInt8] {
    let separator = Array((pick(language.separators) ?? "").utf8)
    let count = amount(part.count + separator.count)
    let counts = chance(2) == 0
    var result: [UInt8] = []
    for number in 0..<count {
      if number > 0 { result += separator }
      result += counts ? raised(part, by: number) : part
    }
    return result
  }

  /// Lines that each stand deeper than the one before, and the part below them.
  private mutating func stairs(_ part: [UInt8]) -> [UInt8] {
    guard let step = pick(language.steps) else { return part }
    // Half a square of spaces must fit.
    var count = amount(1)
    while count * (count / 2 + step.utf8.count + 1) > limit { count /= 2 }
    var result: [UInt8] = []
    for depth in 0..<max(count, 1) {
      result += [UInt8](repeating: 0x20, count: depth) + Array(step.utf8) + [0x0A]
    }
    return [0x0A] + result + [UInt8](repeating: 0x20, count: count) + part + [0x0A]
  }

  private mutating func lengthenedNumber(_ bytes: [UInt8]) -> [UInt8]? {
    let runs = digitRuns(bytes)
    guard let run = pick(runs) else { return nil }
    let numbers = [
      "0", "-1", "1", "255", "256", "65536", "2147483647", "2147483648", "4294967295", "4294967296",
      "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615", "1e308",
      "1e-400", "0.1",
    ]
    if chance(3) > 0, let number = pick(numbers) { return fitting(bytes, run, Array(number.utf8)) }
    return fitting(bytes, run, times(chance(2) == 0 ? "9" : "0", amount(1)) + bytes[run])
  }

  // MARK: Parts

  /// A line, something in brackets or quotes, a word, or any few bytes.
  private mutating func part(of bytes: [UInt8]) -> Range<Int> {
    guard !bytes.isEmpty else { return 0..<0 }
    let place = chance(bytes.count)
    switch chance(4) {
    case 0:
      let start = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      let end = bytes[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      return start..<end
    case 1: return bracketed(bytes, near: place)
    case 2:
      func isOfWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
      }
      let start = bytes[..<place].lastIndex { !isOfWord($0) }.map { $0 + 1 } ?? 0
      let end = bytes[place...].firstIndex { !isOfWord($0) } ?? bytes.count
      return start < end ? start..<end : place..<place + 1
    default: return place..<min(bytes.count, place + 1 + chance(64))
    }
  }

  private func bracketed(_ bytes: [UInt8], near place: Int) -> Range<Int> {
    let brackets: [UInt8: UInt8] = [0x5B: 0x5D, 0x7B: 0x7D, 0x28: 0x29, 0x22: 0x22, 0x27: 0x27]
    guard let start = bytes[...place].lastIndex(where: { brackets[$0] != nil }) else {
      return place..<place + 1
    }
    let (open, close) = (bytes[start], brackets[bytes[start]] ?? 0)
    var depth = 0
    for index in start..<bytes.count {
      if bytes[index] == close && index > start {
        depth -= 1
        if depth <= 0 { return start..<index + 1 }
      } else if bytes[index] == open {
        depth += 1
      }
    }
    return start..<bytes.count
  }

  private func digitRuns(_ bytes: [UInt8]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for (index, byte) in bytes.enumerated() {
      let isDigit = (0x30...0x39).contains(byte)
      if isDigit, start == nil { start = index }
      if !isDigit, let first = start {
        runs.append(first..<index)
        start = nil
      }
      if runs.count == 1024 { break }
    }
    if let start { runs.append(start..<bytes.count) }
    return runs
  }

  private func raised(_ part: [UInt8], by number: Int) -> [UInt8] {
    var result: [UInt8] = []
    var end = 0
    for run in digitRuns(part) {
      result += part[end..<run.lowerBound]
      let value = Int(String(decoding: part[run], as: UTF8.self))
      result += value.map { Array(String($0 &+ number).utf8) } ?? Array(part[run])
      end = run.upperBound
    }
    return result + part[end...]
  }

  // MARK: Chance

  private func times(_ text: String, _ count: Int) -> [UInt8] {
    Array(repeatElement(Array(text.utf8), count: count).joined())
  }

  private func fitting(_ bytes: [UInt8], _ range: Range<Int>, _ part: [UInt8]) -> [UInt8]? {
    guard bytes.count - range.count + part.count <= limit else { return nil }
    return bytes[..<range.lowerBound] + part + bytes[range.upperBound...]
  }

  private func fitting(_ bytes: [UInt8]) -> [UInt8]? { bytes.count <= limit ? bytes : nil }

  private mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[chance(elements.count)]
  }

  /// A number below `bound` (SplitMix64).
  private mutating func chance(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((value ^ (value >> 31)) % UInt64(max(bound, 1)))
  }
}
