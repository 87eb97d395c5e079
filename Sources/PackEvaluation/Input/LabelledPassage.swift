import PackFiles
public import PackJSON
public import Pruning

/// A query and a passage, and which part of the passage answers.
public struct LabelledPassage: Sendable, Hashable {
  /// Query and passage.
  public var request: PruningRequest
  /// What answers.
  public var label: PassageLabel
  /// Whether the passage is relevant to the query; where the set does not say it, whether anything in it answers.
  public var isRelevant: Bool

  /// Creates a labelled passage.
  public init(request: PruningRequest, label: PassageLabel, isRelevant: Bool) {
    self.request = request
    self.label = label
    self.isRelevant = isRelevant
  }

  /// Reads a line of a labelled set.
  ///
  /// ```json
  /// {"query": "…", "document": "…", "spans": [[0, 24]]}
  /// {"query": "…", "document": ["…", "…"], "sentences": [1]}
  /// {"query": "…", "document": "…", "relevant": false}
  /// ```
  ///
  /// `spans` are half-open ranges of Unicode scalars, as Python counts characters; they may overlap. `sentences` are numbers
  /// from 0 of the sentences that ``Pruning/SentenceSplitter`` finds, or of a document that is a list of sentences.
  ///
  /// - Parameters:
  ///   - line: the line's value.
  ///   - name: what messages call it: the file and the line.
  /// - Throws: ``PackJSON/JSONError``, ``EvaluationError``.
  public init(_ line: JSONNode, name: String) throws {
    let document = try line.required("document")
    let passage: PassageText
    switch document.kind {
    case .array: passage = .sentences(try document.elements().map { try $0.string() })
    case .string: passage = .text(try document.string())
    default: throw document.wrongType("a text, or a list of sentences")
    }
    request = PruningRequest(query: try line.string("query"), passage: passage, title: .none, name: name)
    let relevant = try line.optionalBool("relevant")
    let spans = try line.optional("spans")
    let sentences = try line.optional("sentences")
    if spans != nil, let sentences {
      throw EvaluationError(
        .badLabel, at: sentences.place, problem: "both spans and sentences are given", expected: "one of them"
      )
    }
    if let spans {
      label = .spans(try Self.spans(spans, length: passage.scalarCount))
    } else if let sentences {
      label = .sentences(try Self.sentences(sentences))
    } else if relevant != nil {
      label = .none
    } else {
      throw EvaluationError(
        .badLabel, at: line.place, problem: "the passage is not labelled",
        expected: "spans, sentences or relevant")
    }
    isRelevant = relevant ?? label.hasAnswer
  }

  private static func spans(_ node: JSONNode, length: Int) throws -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for span in try node.elements() {
      let bounds = try span.elements().map { try $0.int() }
      guard bounds.count == 2 else { throw span.notAllowed("a start and an end") }
      guard bounds[0] <= bounds[1] else { throw span.notAllowed("a start that is not behind the end") }
      guard bounds[0] >= 0, bounds[1] <= length else {
        throw EvaluationError(
          .outsidePassage, at: span.place, problem: "the span is outside of the document",
          expected: "0 to \(length)", found: "\(bounds[0]) to \(bounds[1])")
      }
      if bounds[0] < bounds[1] { ranges.append(bounds[0]..<bounds[1]) }
    }
    return ranges.united
  }

  private static func sentences(_ node: JSONNode) throws -> Set<Int> {
    var numbers: Set<Int> = []
    for element in try node.elements() {
      let number = try element.int()
      guard number >= 0 else { throw element.notAllowed("a sentence's number from 0") }
      numbers.insert(number)
    }
    return numbers
  }
}

extension PassageLabel {
  /// Whether any part of the passage answers.
  var hasAnswer: Bool {
    switch self {
    case .spans(let spans): !spans.isEmpty
    case .sentences(let numbers): !numbers.isEmpty
    case .none: false
    }
  }
}

extension PassageText {
  /// Length in Unicode scalars.
  var scalarCount: Int {
    switch self {
    case .text(let text): text.unicodeScalars.count
    case .sentences(let sentences): sentences.reduce(0) { $0 + $1.unicodeScalars.count }
    }
  }
}

extension [Range<Int>] {
  /// The same places as ranges in order that neither touch nor overlap.
  var united: [Range<Int>] {
    var result: [Range<Int>] = []
    for range in sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }
}
