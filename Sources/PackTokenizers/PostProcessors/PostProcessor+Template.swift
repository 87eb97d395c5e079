import PackJSON

extension PostProcessor {
  /// Where the texts and the special tokens stand, for one text and for two.
  struct Template {
    var single: [Piece]
    var pair: [Piece]
    /// Segment id of the second text when special tokens are not asked for and the template is then left out.
    var plainPairTypeID: Int32?
  }
}

extension PostProcessor.Template {
  /// The special tokens that a name in a template stands for.
  private typealias Definitions = [[UInt8]: [(id: Int32, text: [UInt8])]]

  /// Reads a `TemplateProcessing`.
  init(template reader: ComponentReader) throws(TokenizerError) {
    let special = try reader.member("special_tokens")
    let definitions = try Self.definitions(special)
    single = try Self.pieces(try reader.elements("single"), definitions, special, sequences: 1)
    pair = try Self.pieces(try reader.elements("pair"), definitions, special, sequences: 2)
  }

  /// Reads a `BertProcessing`.
  init(bert reader: ComponentReader) throws(TokenizerError) {
    let (cls, sep) = (try Self.token(reader, "cls"), try Self.token(reader, "sep"))
    single = [cls(0), .sequence(0, typeID: 0), sep(0)]
    pair = single + [.sequence(1, typeID: 1), sep(1)]
    plainPairTypeID = 1
  }

  /// Reads a `RobertaProcessing`.
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
      throw try reader.member(key).invalid("not a token with its id", expected: "two elements")
    }
    let (text, id) = (try elements[0].bytes(), try elements[1].id())
    return { .special(id: id, typeID: $0, text: text) }
  }

  /// Reads all of `special_tokens`, used or not: the reference wants every one whole.
  private static func definitions(_ special: ComponentReader) throws(TokenizerError) -> Definitions {
    var definitions: Definitions = [:]
    for member in try special.reading({ () throws(JSONError) in try special.node.members() }) {
      let definition = ComponentReader(node: member.value)
      _ = try definition.bytes("id")
      var ids: [Int32] = []
      for id in try definition.elements("ids") { ids.append(try id.id()) }
      var tokens: [[UInt8]] = []
      for token in try definition.elements("tokens") { tokens.append(try token.bytes()) }
      guard ids.count == tokens.count else {
        throw definition.invalid(
          "numbers of ids and tokens differ", expected: "\(ids.count)", found: "\(tokens.count)")
      }
      definitions[member.keyBytes] = zip(ids, tokens).map { (id: $0, text: $1) }
    }
    return definitions
  }

  private static func pieces(
    _ elements: [ComponentReader], _ definitions: Definitions, _ special: ComponentReader, sequences: Int
  ) throws(TokenizerError) -> [PostProcessor.Piece] {
    var pieces: [PostProcessor.Piece] = []
    for element in elements {
      let members = Array(try element.reading { () throws(JSONError) in try element.node.members() })
      guard let member = members.first, members.count == 1 else {
        throw element.invalid("not a single piece", expected: "a Sequence or a SpecialToken")
      }
      let piece = ComponentReader(node: member.value)
      switch member.key {
      case "Sequence":
        pieces.append(.sequence(try sequence(piece, below: sequences), typeID: try piece.id("type_id")))
      case "SpecialToken":
        let (name, typeID) = (try piece.bytes("id"), try piece.id("type_id"))
        guard let tokens = definitions[name] else {
          throw special.invalid(
            "a token of the template is missing", expected: String(decoding: name, as: UTF8.self))
        }
        pieces += tokens.map { .special(id: $0.id, typeID: typeID, text: $0.text) }
      default: throw piece.unsupported("unknown piece", expected: "a Sequence or a SpecialToken")
      }
    }
    return pieces
  }

  /// Which of the texts a piece stands for.
  private static func sequence(_ piece: ComponentReader, below count: Int) throws(TokenizerError) -> Int {
    switch try piece.string("id") {
    case "A": return 0
    case "B" where count > 1: return 1
    case "B":
      throw try piece.member("id").invalid("template for one text has a second text", expected: "A")
    default: throw try piece.member("id").invalid("unknown sequence", expected: "A or B")
    }
  }
}
