/// An opcode with its argument, where it stood in the stream.
struct PickleInstruction {
  /// What followed the opcode. Ranges are offsets in the stream: nothing is copied.
  enum Argument {
    case nothing
    case integer(Int)
    case double(Double)
    /// The bytes of a counted argument, or of a line without its line feed.
    case bytes(Range<Int>)
    /// The two lines of GLOBAL and INST.
    case pair(Range<Int>, Range<Int>)
  }

  let opcode: PickleOpcode
  let argument: Argument
  /// Offset of the opcode in the stream.
  let offset: Int
}
