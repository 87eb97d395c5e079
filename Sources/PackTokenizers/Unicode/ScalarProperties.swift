/// What the reference does with a scalar, one bit a question; the bits are in UnicodeTables.generated.swift.
struct ScalarProperties: OptionSet {
  let rawValue: UInt32
}
