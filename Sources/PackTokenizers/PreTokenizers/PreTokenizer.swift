/// A step that cuts the normalized text into the pieces that the model sees.
indirect enum PreTokenizer: Sendable {
  case bert
  case byteLevel(ByteLevel)
  case metaspace(Metaspace)
  case whitespace
  case whitespaceSplit
  case digits(isIndividual: Bool)
  case punctuation(SplitBehavior)
  case delimiter(UInt32)
  case split(Pattern, SplitBehavior, isInverted: Bool)
  case unicodeScripts
  case fixedLength(Int)
  case sequence([PreTokenizer])

  /// Reads a component under `pre_tokenizer`.
  init(_ reader: ComponentReader) throws(TokenizerError) {
    switch try reader.type() {
    case "BertPreTokenizer": self = .bert
    case "ByteLevel": self = .byteLevel(try ByteLevel(reader))
    case "Metaspace": self = .metaspace(try Metaspace(reader))
    case "Whitespace": self = .whitespace
    case "WhitespaceSplit": self = .whitespaceSplit
    case "Digits": self = .digits(isIndividual: try reader.bool("individual_digits"))
    case "Punctuation":
      self = .punctuation(reader.has("behavior") ? try SplitBehavior(reader) : .isolated)
    case "CharDelimiterSplit": self = .delimiter(try reader.scalar("delimiter"))
    case "Split":
      self = .split(try Pattern(reader), try SplitBehavior(reader), isInverted: try reader.bool("invert"))
    case "UnicodeScripts": self = .unicodeScripts
    case "FixedLength":
      let length = try reader.optional("length") == nil ? 5 : try reader.count("length")
      guard length > 0 else { throw try reader.member("length").invalid("piece length is 0") }
      self = .fixedLength(length)
    case "Sequence":
      var steps: [PreTokenizer] = []
      for element in try reader.elements("pretokenizers") { steps.append(try PreTokenizer(element)) }
      self = .sequence(steps)
    default: throw try reader.member("type").unsupported("pre-tokenizer is not supported")
    }
  }

  /// Cuts, and for some steps rewrites, the pieces of text.
  func apply(to text: inout SegmentedText) {
    let properties = UnicodeData.properties
    switch self {
    case .bert: text.splitBert()
    case .byteLevel(let step): step.apply(to: &text)
    case .metaspace(let step): step.apply(to: &text)
    case .whitespace: text.splitWordsFromSymbols()
    case .whitespaceSplit: text.cut(.removed) { properties.has($0, .whiteSpace) }
    case .digits(let isIndividual):
      text.cut(isIndividual ? .isolated : .contiguous) { properties.has($0, .numeric) }
    case .punctuation(let behavior): text.cut(behavior) { properties.has($0, .punctuation) }
    case .delimiter(let delimiter): text.cut(.removed) { $0 == delimiter }
    case .split(let pattern, let behavior, let isInverted):
      text.cut(pattern, behavior, isInverted: isInverted)
    case .unicodeScripts: text.splitScripts()
    case .fixedLength(let length): text.splitEvenly(length)
    case .sequence(let steps):
      for step in steps { step.apply(to: &text) }
    }
  }
}
