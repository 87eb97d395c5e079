import PackFiles
import PackJSON

/// A post-processor's template while it is put together.
struct TemplateBuilder {
  private var single: [JSONValue] = []
  private var pair: [JSONValue] = []
  private var tokens: JSONObject = [:]

  /// Ends the template of one text, which that of two begins with.
  mutating func endSingle() { single = pair }

  /// Adds a text.
  mutating func add(sequence: String, _ type: Int) {
    pair.append(.object(["Sequence": .object(["id": .string(sequence), "type_id": .int(type)])]))
  }

  /// Adds a special token.
  mutating func add(_ token: ExactText, _ type: Int, _ id: Int?, _ place: Place) throws(TokenizerError) {
    // The reference reads templates from a text in which these mean something.
    let hasMeaning = token.text.unicodeScalars.contains {
      $0.properties.isWhitespace || $0 == ":" || $0 == "$"
    }
    guard !hasMeaning, !token.text.isEmpty else {
      throw .undetermined(
        place, "a special token cannot stand in a template", expected: "no spaces, no colon")
    }
    guard let id else {
      throw TokenizerError(
        .refused, at: place, problem: "a token of the template is not in the vocabulary",
        found: token.text.quotedForMessage)
    }
    pair.append(.object(["SpecialToken": .object(["id": .string(token.text), "type_id": .int(type)])]))
    tokens[token.text] = .object([
      "id": .string(token.text), "ids": .array([.int(id)]), "tokens": .array([.string(token.text)]),
    ])
  }

  /// The template of texts that begin and end with a token; nil for one leaves it out.
  static func bounds(
    _ first: ExactText?, _ last: ExactText?, _ pipeline: TokenizerPipeline, _ place: Place
  ) throws(TokenizerError) -> JSONValue {
    var template = TemplateBuilder()
    for (sequence, type) in [("A", 0), ("B", 1)] {
      if let first { try template.add(first, type, pipeline.id(of: first), place) }
      template.add(sequence: sequence, type)
      if let last { try template.add(last, type, pipeline.id(of: last), place) }
      if type == 0 { template.endSingle() }
    }
    return template.json
  }

  /// The component as tokenizer.json writes it.
  var json: JSONValue {
    .object([
      "type": .string("TemplateProcessing"), "single": .array(single), "pair": .array(pair),
      "special_tokens": .object(tokens),
    ])
  }
}
