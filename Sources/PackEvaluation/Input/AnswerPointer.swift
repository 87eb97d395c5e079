/// Goes along a passage and its answering ranges side by side, so that no sentence looks at all ranges.
package struct AnswerPointer {
  private let answers: [Range<Int>]
  /// The first range that is not behind.
  private var next = 0

  /// - Parameter answers: in order and apart.
  package init(_ answers: [Range<Int>]) { self.answers = answers }

  /// Whether any of a part answers, which begins where the last one ended or later.
  package mutating func answers(_ part: Range<Int>) -> Bool {
    pass(part.lowerBound)
    return next < answers.count && answers[next].overlaps(part)
  }

  /// How many scalars of such a part answer, and how many do not; white space is neither.
  ///
  /// - Parameters:
  ///   - text: the part.
  ///   - start: where it begins.
  mutating func count(_ text: String, from start: Int) -> (answering: Int, other: Int) {
    var (answering, other) = (0, 0)
    for (place, scalar) in zip(start..., text.unicodeScalars) {
      pass(place)
      if scalar.properties.isWhitespace { continue }
      if next < answers.count, answers[next].contains(place) { answering += 1 } else { other += 1 }
    }
    return (answering, other)
  }

  private mutating func pass(_ place: Int) {
    while next < answers.count, answers[next].upperBound <= place { next += 1 }
  }
}
