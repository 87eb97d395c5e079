/// A step that turns tokens back into text.
indirect enum Decoder: Sendable {
  case wordPiece(prefix: [UInt8], cleansUp: Bool)
  case byteLevel
  case byteFallback
  case metaspace(replacement: UInt32, dropsFirst: Bool)
  case bytePairs(suffix: [UInt8])
  case connectionist(pad: [UInt8], delimiter: [UInt8], cleansUp: Bool)
  case replace(Replacement)
  case strip(content: UInt32, start: Int, stop: Int)
  case fuse
  case sequence([Decoder])

  /// Reads the component under `decoder`.
  init(_ reader: ComponentReader) throws(TokenizerError) {
    switch try reader.type() {
    case "WordPiece":
      self = .wordPiece(prefix: try reader.bytes("prefix"), cleansUp: try reader.bool("cleanup"))
    case "ByteLevel":
      _ = try ByteLevel(reader)
      self = .byteLevel
    case "ByteFallback": self = .byteFallback
    case "Metaspace":
      let metaspace = try Metaspace(reader)
      self = .metaspace(replacement: metaspace.replacement, dropsFirst: metaspace.prependScheme != .never)
    case "BPEDecoder": self = .bytePairs(suffix: try reader.bytes("suffix"))
    case "CTC":
      self = .connectionist(
        pad: try reader.bytes("pad_token"), delimiter: try reader.bytes("word_delimiter_token"),
        cleansUp: try reader.bool("cleanup"))
    case "Replace": self = .replace(try Replacement(reader))
    case "Strip":
      self = .strip(
        content: try reader.scalar("content"), start: try reader.count("start"),
        stop: try reader.count("stop"))
    case "Fuse": self = .fuse
    case "Sequence":
      var steps: [Decoder] = []
      for element in try reader.elements("decoders") { steps.append(try Decoder(element)) }
      self = .sequence(steps)
    default: throw try reader.member("type").unsupported("decoder is not supported")
    }
  }

  /// Changes the tokens' texts one by one, or joins some.
  func apply(to tokens: inout [[UInt8]]) {
    switch self {
    case .wordPiece(let prefix, let cleansUp): joinWordPieces(&tokens, prefix: prefix, cleansUp: cleansUp)
    case .byteLevel: tokens = [repaired(tokens.flatMap(bytesOfByteLevel))]
    case .byteFallback: joinByteTokens(&tokens)
    case .metaspace(let replacement, let dropsFirst):
      for index in tokens.indices {
        tokens[index] = replacing(
          replacement, in: tokens[index], with: index == 0 && dropsFirst ? [] : [0x20])
      }
    case .bytePairs(let suffix):
      guard !suffix.isEmpty else { return }
      for index in tokens.indices {
        replaceAll(suffix, with: index == tokens.count - 1 ? [] : [UInt8(ascii: " ")], in: &tokens[index])
      }
    case .connectionist(let pad, let delimiter, let cleansUp):
      joinConnectionist(&tokens, pad: pad, delimiter: delimiter, cleansUp: cleansUp)
    case .replace(let replacement):
      for index in tokens.indices { replacement.apply(to: &tokens[index]) }
    case .strip(let content, let start, let stop):
      for index in tokens.indices {
        tokens[index] = stripped(tokens[index], of: content, start: start, stop: stop)
      }
    case .fuse: tokens = [Array(tokens.joined())]
    case .sequence(let steps):
      for step in steps { step.apply(to: &tokens) }
    }
  }
}
