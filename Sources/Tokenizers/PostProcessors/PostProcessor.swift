import JSON

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
        "post-processor after the one that adds special tokens", expected: "the template last")
    }
    switch type {
    case "TemplateProcessing": template = try Template(template: reader)
    case "BertProcessing": template = try Template(bert: reader)
    case "RobertaProcessing":
      if try reader.bool("trim_offsets") {
        trimmings.append(Trimming(addsPrefixSpace: try reader.bool("add_prefix_space")))
      }
      template = try Template(roberta: reader)
    case "ByteLevel":
      if try reader.bool("trim_offsets") {
        trimmings.append(Trimming(addsPrefixSpace: try reader.bool("add_prefix_space")))
      }
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

/// The templates of one post-processor.
private struct Template {
  var single: [PostProcessor.Piece]
  var pair: [PostProcessor.Piece]
  /// Segment id of the second text when special tokens are not asked for and the template is then left out.
  var plainPairTypeID: Int32?

  init(template reader: ComponentReader) throws(TokenizerError) {
    let special = try reader.member("special_tokens")
    single = try Self.pieces(try reader.elements("single"), special, sequences: 1)
    pair = try Self.pieces(try reader.elements("pair"), special, sequences: 2)
  }

  init(bert reader: ComponentReader) throws(TokenizerError) {
    let (cls, sep) = (try Self.token(reader, "cls"), try Self.token(reader, "sep"))
    single = [cls(0), .sequence(0, typeID: 0), sep(0)]
    pair = single + [.sequence(1, typeID: 1), sep(1)]
    plainPairTypeID = 1
  }

  init(roberta reader: ComponentReader) throws(TokenizerError) {
    let (cls, sep) = (try Self.token(reader, "cls"), try Self.token(reader, "sep"))
    single = [cls(0), .sequence(0, typeID: 0), sep(0)]
    pair = single + [sep(0), .sequence(1, typeID: 0), sep(0)]
    plainPairTypeID = 0
  }

  /// A token written as `["[CLS]", 101]`.
  private static func token(
    _ reader: ComponentReader, _ key: String
  ) throws(TokenizerError) -> (Int32) -> PostProcessor.Piece {
    let elements = try reader.elements(key)
    guard elements.count == 2 else {
      throw try reader.member(key).invalid("not a token and its id", expected: "two elements")
    }
    let text = try elements[0].reading { () throws(JSONError) in try elements[0].node.stringBytes() }
    let id = Int32(truncatingIfNeeded: try elements[1].integer(in: 0...Int(Int32.max)))
    return { .special(id: id, typeID: $0, text: text) }
  }

  private static func pieces(
    _ elements: [ComponentReader], _ special: ComponentReader, sequences: Int
  ) throws(TokenizerError) -> [PostProcessor.Piece] {
    var pieces: [PostProcessor.Piece] = []
    for element in elements {
      if let sequence = try element.optional("Sequence") {
        let number: Int
        switch try sequence.string("id") {
        case "A": number = 0
        case "B": number = 1
        default: throw try sequence.member("id").invalid("unknown sequence", expected: "A or B")
        }
        guard number < sequences else {
          throw try sequence.member("id").invalid(
            "the template for one text names a second one", expected: "A")
        }
        pieces.append(.sequence(number, typeID: try sequence.id("type_id")))
      } else {
        let token = try element.member("SpecialToken")
        let typeID = try token.id("type_id")
        let definition = try special.member(try token.string("id"))
        let (ids, tokens) = (try definition.elements("ids"), try definition.elements("tokens"))
        guard ids.count == tokens.count else {
          throw definition.invalid(
            "ids and tokens differ in number", expected: "\(ids.count)", found: "\(tokens.count)")
        }
        for (id, token) in zip(ids, tokens) {
          let text = try token.reading { () throws(JSONError) in try token.node.stringBytes() }
          let id = Int32(truncatingIfNeeded: try id.integer(in: 0...Int(Int32.max)))
          pieces.append(.special(id: id, typeID: typeID, text: text))
        }
      }
    }
    return pieces
  }
}
