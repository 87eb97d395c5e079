/// Reads the integers that unicode_tables.py wrote as text: five bits a character, the lowest first.
struct PackedIntegers {
  private var next: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  init(_ text: StaticString) {
    next = text.utf8Start
    end = text.utf8Start + text.utf8CodeUnitCount
  }

  var isAtEnd: Bool { next >= end }

  mutating func integer() -> UInt32 {
    var value: UInt32 = 0
    var shift: UInt32 = 0
    while next < end {
      let digit = Self.digit(next.pointee)
      next += 1
      value |= (digit & 31) &<< shift
      shift += 5
      if digit & 32 == 0 { break }
    }
    return value
  }

  mutating func signed() -> Int {
    let value = Int(integer())
    return value & 1 == 0 ? value >> 1 : -((value + 1) >> 1)
  }

  /// Runs of equal values: length, value.
  mutating func runs() -> [(count: Int, value: UInt32)] {
    var runs: [(count: Int, value: UInt32)] = []
    while !isAtEnd {
      let count = Int(integer())
      runs.append((count, integer()))
    }
    return runs
  }

  private static func digit(_ character: UInt8) -> UInt32 {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    default: 63
    }
  }
}
