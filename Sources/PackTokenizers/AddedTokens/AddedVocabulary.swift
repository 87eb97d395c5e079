import PackFiles
import PackJSON

/// The tokens that are found before the text is cut, and that the model never sees.
struct AddedVocabulary: Sendable {
  /// In the order of their ids.
  let tokens: [AddedToken]
  private let numbersByID: [Int32: Int]
  private let idsByContent: [[UInt8]: Int32]
  private let specialContents: Set<[UInt8]>
  /// What decoding shows for a token whose normal form differs from its text.
  private let normalForms: [Int32: [UInt8]]
  private let raw: Matcher?
  private let normalized: Matcher?

  /// An automaton and the tokens that its patterns stand for.
  private struct Matcher: Sendable {
    let automaton: TokenAutomaton
    let tokens: [AddedToken]
  }

  /// A part of a text: an added token, or what is left between them.
  struct Part {
    var start: Int
    var end: Int
    var id: Int32
  }

  /// Reads `added_tokens`, and gives out ids as the reference does: a token that the model has keeps the model's
  /// id, others are numbered on from its end. What the file says of ids is not looked at.
  init(_ reader: ComponentReader, vocabulary: Vocabulary, normalizer: Normalizer?) throws(TokenizerError) {
    var byID: [Int32: AddedToken] = [:]
    var ids: [[UInt8]: Int32] = [:]
    // A token that was special once stays so when it is listed again.
    var special: Set<[UInt8]> = []
    var elements: [ComponentReader] = []
    if reader.has("added_tokens") { elements = try reader.elements("added_tokens") }
    var next = vocabulary.count
    for element in elements {
      _ = try element.id("id")
      let content = try element.bytes("content")
      guard !content.isEmpty else { continue }
      guard content.count <= 16_384 else {
        throw try element.member("content").unsupported("added token is longer than 16384 bytes")
      }
      let known = ids[content] ?? vocabulary.id(of: content)
      let id = known ?? Int32(truncatingIfNeeded: next)
      if known == nil { next += 1 }
      let token = AddedToken(
        content: String(decoding: content, as: UTF8.self), id: Int(id),
        singleWord: try element.bool("single_word"), stripsLeft: try element.bool("lstrip"),
        stripsRight: try element.bool("rstrip"), isNormalized: try element.bool("normalized"),
        isSpecial: try element.bool("special"))
      if token.isSpecial { special.insert(content) }
      ids[content] = id
      byID[id] = token
    }
    try self.init(
      byID.values.sorted { $0.id < $1.id }, special: special, normalizer: normalizer,
      place: reader.node.place(of: "added_tokens"))
  }

  /// Takes tokens that have their ids.
  ///
  /// - Parameters:
  ///   - tokens: in the order of their ids.
  ///   - special: the texts of those that decoding can leave out.
  ///   - normalizer: what is done to the text in which a normalized token is looked for.
  ///   - place: where errors say that the tokens stand.
  init(
    _ tokens: [AddedToken], special: Set<[UInt8]>, normalizer: Normalizer?, place: Place
  ) throws(TokenizerError) {
    var forms: [Int32: [UInt8]] = [:]
    if let normalizer {
      for token in tokens where token.isNormalized {
        let content = Array(token.content.utf8)
        var text = NormalizedText(content, origin: 0)
        normalizer.apply(to: &text)
        if text.bytes != content { forms[Int32(truncatingIfNeeded: token.id)] = text.bytes }
      }
    }
    self.tokens = tokens
    var numbers: [Int32: Int] = [:]
    var ids: [[UInt8]: Int32] = [:]
    for (number, token) in tokens.enumerated() {
      let id = Int32(truncatingIfNeeded: token.id)
      numbers[id] = number
      ids[Array(token.content.utf8)] = id
    }
    numbersByID = numbers
    idsByContent = ids
    specialContents = special
    normalForms = forms
    raw = try Self.matcher(tokens.filter { !$0.isNormalized }, [:], place)
    normalized = try Self.matcher(tokens.filter { $0.isNormalized }, forms, place)
  }

  private static func matcher(
    _ tokens: [AddedToken], _ forms: [Int32: [UInt8]], _ place: Place
  ) throws(TokenizerError) -> Matcher? {
    guard !tokens.isEmpty else { return nil }
    var seen: Set<[UInt8]> = []
    var patterns: [[UInt8]] = []
    for token in tokens {
      let pattern = forms[Int32(truncatingIfNeeded: token.id)] ?? Array(token.content.utf8)
      // With two equal patterns the reference takes one by chance, and an empty one cuts the text at every scalar.
      guard !pattern.isEmpty, seen.insert(pattern).inserted else {
        throw TokenizerError(
          .invalid, at: place,
          problem: pattern.isEmpty
            ? "normalizer deletes an added token" : "two added tokens match the same text",
          found: token.content.quotedForMessage)
      }
      patterns.append(pattern)
    }
    return Matcher(automaton: TokenAutomaton(patterns), tokens: tokens)
  }

  /// The id of a token, or nil.
  func id(of content: [UInt8]) -> Int32? { idsByContent[content] }

  /// The tokens with another normalizer.
  func with(_ normalizer: Normalizer?, place: Place) throws(TokenizerError) -> AddedVocabulary {
    try AddedVocabulary(tokens, special: specialContents, normalizer: normalizer, place: place)
  }

  /// Whether the normalized tokens are looked for in the same forms.
  func hasSameForms(as other: AddedVocabulary) -> Bool { normalForms == other.normalForms }

  /// Whether a text is that of a special token.
  func isSpecial(_ content: [UInt8]) -> Bool { specialContents.contains(content) }

  /// The token with an id, or nil.
  func token(_ id: Int32) -> AddedToken? { numbersByID[id].map { tokens[$0] } }

  /// What decoding shows for an id, or nil when it is not an added token.
  func decodedText(_ id: Int32) -> [UInt8]? {
    token(id).map { normalForms[id] ?? Array($0.content.utf8) }
  }

  /// Cuts a raw text into tokens that match as they are, and the rest; nil when there is nothing to cut.
  func partsOfRaw(_ text: UnsafeBufferPointer<UInt8>) -> [Part]? { raw.flatMap { Self.parts(text, $0) } }

  /// Cuts a normalized text likewise.
  func partsOfNormalized(_ text: UnsafeBufferPointer<UInt8>) -> [Part]? {
    normalized.flatMap { Self.parts(text, $0) }
  }

  private static func parts(_ text: UnsafeBufferPointer<UInt8>, _ matcher: Matcher) -> [Part]? {
    var parts: [Part] = []
    var done = 0
    var position = 0
    while let match = matcher.automaton.next(in: text, from: position) {
      position = match.end
      let token = matcher.tokens[match.pattern]
      // A match inside a word is given up, and the search goes on behind it.
      if token.singleWord && (endsWithWord(text, match.start) || startsWithWord(text, match.end)) { continue }
      var (start, end) = (match.start, match.end)
      if token.stripsLeft { start = max(spaceStart(text, before: start), done) }
      if token.stripsRight { end = spaceEnd(text, after: end) }
      if done < start { parts.append(Part(start: done, end: start, id: -1)) }
      parts.append(Part(start: start, end: end, id: Int32(truncatingIfNeeded: token.id)))
      done = end
    }
    guard !parts.isEmpty else { return nil }
    if done < text.count { parts.append(Part(start: done, end: text.count, id: -1)) }
    return parts
  }

  private static func endsWithWord(_ text: UnsafeBufferPointer<UInt8>, _ end: Int) -> Bool {
    end > 0 && UnicodeData.properties.has(text.scalar(at: text.scalarStart(before: end)).value, .word)
  }

  private static func startsWithWord(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    start < text.count && UnicodeData.properties.has(text.scalar(at: start).value, .word)
  }

  private static func spaceStart(_ text: UnsafeBufferPointer<UInt8>, before end: Int) -> Int {
    var start = end
    while start > 0 {
      let previous = text.scalarStart(before: start)
      guard UnicodeData.properties.has(text.scalar(at: previous).value, .wordSpace) else { break }
      start = previous
    }
    return start
  }

  private static func spaceEnd(_ text: UnsafeBufferPointer<UInt8>, after start: Int) -> Int {
    var end = start
    while end < text.count {
      let (scalar, length) = text.scalar(at: end)
      guard UnicodeData.properties.has(scalar, .wordSpace) else { break }
      end += length
    }
    return end
  }
}
