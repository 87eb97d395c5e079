import PackFiles

/// A place in a file that the judgement refuses.
package struct PythonVerdict: Sendable, Hashable {
  /// What is wrong, in a few words.
  package var problem: String
  /// What would have been right.
  package var expected: String?
  /// Offset of the first byte.
  package var offset: Int

  init(problem: String, expected: String?, offset: Int) {
    self.problem = problem
    self.expected = expected
    self.offset = offset
  }

  /// The same, of a place that is in the text: what is said of a whole file is said of its beginning.
  var inText: PythonVerdict {
    PythonVerdict(problem: problem, expected: expected, offset: max(0, offset))
  }

  /// What a parser could not make sense of.
  package init(_ error: PythonError) {
    problem = error.detail + (error.found.map { ": \($0)" } ?? "")
    expected = error.expected
    offset = error.place.byteOffset ?? 0
  }
}
