import PackJSON

/// What is done to the tokens of one or two texts once the model is through: special tokens, segment ids, trimming.
struct PostProcessor: Sendable {
  /// Takes the spaces out of the offsets of byte-level tokens.
  struct Trimming: Sendable {
    let addsPrefixSpace: Bool
  }

  /// A part of the result.
  enum Piece: Sendable {
    /// A text's tokens; 0 is the first text, 1 the second.
    case sequence(Int, typeID: Int32)
    /// A token that the template adds.
    case special(id: Int32, typeID: Int32, text: [UInt8])
  }

  /// Steps that change offsets, in their order.
  let trimmings: [Trimming]
  /// Templates for one text and for two; nil where the texts' tokens are simply put together.
  let single: [Piece]?
  let pair: [Piece]?
  /// Segment id of the second text's tokens where no template says it.
  let plainPairTypeID: Int32
  /// What each template adds, special tokens or not asked for: truncation counts with it.
  let addedToSingle: Int
  let addedToPair: Int

  /// No post-processor.
  init() {
    trimmings = []
    single = nil
    pair = nil
    plainPairTypeID = 1
    addedToSingle = 0
    addedToPair = 0
  }

  private init(_ trimmings: [Trimming], _ template: Template?) {
    self.trimmings = trimmings
    single = template?.single
    pair = template?.pair
    plainPairTypeID = template?.plainPairTypeID ?? 1
    addedToSingle = template?.single.count(where: \.isSpecial) ?? 0
    addedToPair = template?.pair.count(where: \.isSpecial) ?? 0
  }

  /// Reads the component under `post_processor`.
  init(_ reader: ComponentReader) throws(TokenizerError) {
    var trimmings: [Trimming] = []
    var template: Template?
    try Self.read(reader, &trimmings, &template)
    self.init(trimmings, template)
  }

  private static func read(
    _ reader: ComponentReader, _ trimmings: inout [Trimming], _ template: inout Template?
  ) throws(TokenizerError) {
    let type = try reader.type()
    // A step after the template would see its special tokens as texts; no real file has one.
    guard template == nil else {
      throw try reader.member("type").unsupported(
        "post-processor follows the one that adds special tokens", expected: "the template last")
    }
    switch type {
    case "TemplateProcessing": template = try Template(template: reader)
    case "BertProcessing": template = try Template(bert: reader)
    case "RobertaProcessing":
      let addsPrefixSpace = try reader.bool("add_prefix_space")
      if try reader.bool("trim_offsets") { trimmings.append(Trimming(addsPrefixSpace: addsPrefixSpace)) }
      template = try Template(roberta: reader)
    case "ByteLevel":
      let settings = try ByteLevel(reader)
      if settings.trimsOffsets { trimmings.append(Trimming(addsPrefixSpace: settings.addsPrefixSpace)) }
    case "Sequence":
      for element in try reader.elements("processors") { try read(element, &trimmings, &template) }
    default: throw try reader.member("type").unsupported("post-processor is not supported")
    }
  }
}

extension PostProcessor {
  /// Whether the pair template has both texts in their order, with a token that it adds between them.
  var separatesPairs: Bool {
    guard let pair else { return false }
    var texts: [Int] = []
    var hasSeparator = false
    for piece in pair {
      switch piece {
      case .sequence(let number, _): texts.append(number)
      case .special: if texts == [0] { hasSeparator = true }
      }
    }
    return texts == [0, 1] && hasSeparator
  }
}

extension PostProcessor.Piece {
  /// Whether the template adds it.
  var isSpecial: Bool {
    if case .special = self { true } else { false }
  }
}
