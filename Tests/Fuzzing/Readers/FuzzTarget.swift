/// A reader that is fed with inputs: a fuzzer makes them up, and FuzzingTests replays those that are kept.
public struct FuzzTarget: Sendable {
  /// Its name, and that of the folder of its inputs in Tests/Fuzzing/Corpus.
  public let name: String
  /// What its inputs are made of.
  public let language: FuzzLanguage
  /// Most bytes of an input.
  public let sizeLimit: Int
  /// Most seconds of one processor for an input, and seconds a byte: what takes longer is not linear.
  public let timeLimit: (base: Double, byte: Double)
  /// Reads an input: nil, or the promise that was broken. A trap ends the process.
  public let check: @Sendable ([UInt8]) -> String?

  /// A target.
  public init(
    _ name: String, _ language: FuzzLanguage, sizeLimit: Int = 1 << 16,
    timeLimit: (base: Double, byte: Double) = (1, 4e-5), check: @escaping @Sendable ([UInt8]) -> String?
  ) {
    self.name = name
    self.language = language
    self.sizeLimit = sizeLimit
    self.timeLimit = timeLimit
    self.check = check
  }
}
