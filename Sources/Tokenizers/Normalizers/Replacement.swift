/// Puts a text in the place of every occurrence of another.
struct LiteralReplacement: Sendable {
  let pattern: [UInt8]
  let content: [UInt32]

  func apply(to text: inout NormalizedText) {}
}

/// Puts a text in the place of every run of certain scalars.
struct RunReplacement: Sendable {
  func apply(to text: inout NormalizedText) {}
}

/// Reads a `Replace` normalizer.
func replacement(_ reader: ComponentReader) throws(TokenizerError) -> Normalizer {
  throw reader.unsupported("normalizer is not supported")
}
