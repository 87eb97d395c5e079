import PackEvaluation
import PackFiles
import PackJSON
import Pruning
import Testing

@Suite struct LabelledPassageTests {
  private func read(_ line: String) throws -> LabelledPassage {
    try LabelledPassage(JSONDocument(bytes: Array(line.utf8), name: "a, line 3").root, name: "a, line 3")
  }

  @Test func labelsAreReadAsTheyStand() throws {
    let spans = try read(
      #"{"query": "q", "document": "😀bcdefgh", "spans": [[5, 8], [0, 1], [1, 3], [4, 4]]}"#)
    #expect(spans.label == .spans([0..<3, 5..<8]) && spans.isRelevant)
    let none = try read(#"{"query": "q", "document": "abc", "spans": [], "relevant": true}"#)
    #expect(none.label == .spans([]) && none.isRelevant)
    let sentences = try read(#"{"query": "q", "document": ["a. ", "b."], "sentences": [1, 1]}"#)
    #expect(sentences.label == .sentences([1]) && sentences.request.passage == .sentences(["a. ", "b."]))
    #expect(try read(#"{"query": "q", "document": "", "relevant": false}"#).label == .none)
  }

  @Test(arguments: [
    (#"{"document": "d", "spans": []}"#, "query is missing"),
    (#"{"query": "q", "document": "d"}"#, "expected spans, sentences or relevant"),
    (#"{"query": "q", "document": 4, "spans": []}"#, "$.document"),
    (#"{"query": "q", "document": "d", "spans": [[0, 2]]}"#, "a, line 3, $.spans[0]"),
    (#"{"query": "q", "document": "d", "spans": [[1, 0]]}"#, "behind the end"),
    (#"{"query": "q", "document": "d", "spans": [[0]]}"#, "a start and an end"),
    (#"{"query": "q", "document": "d", "spans": [[-1, 1]]}"#, "expected 0 to 1, found -1 to 1"),
    (#"{"query": "q", "document": "d", "sentences": [-1]}"#, "$.sentences[0]"),
    (#"{"query": "q", "document": "d", "sentences": [0.5]}"#, "$.sentences[0]"),
    (#"{"query": "q", "document": "d", "sentences": [0], "spans": []}"#, "expected one of them"),
    (#"{"query": "q", "document": "d", "relevant": 1}"#, "$.relevant"),
    (#"[1]"#, "expected an object"),
  ])
  func aBadLineIsNamed(line: String, message: String) throws {
    let error = try #require(throws: (any Error).self) { try read(line) }
    #expect("\(error)".contains(message) && "\(error)".hasPrefix("a, line 3"), "\(error)")
  }
}
