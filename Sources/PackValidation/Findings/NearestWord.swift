/// The word of a list that may be meant.
///
/// - Parameters:
///   - word: what was written.
///   - words: what could have been.
/// - Returns: see ``NearestWord/callAsFunction(to:)``.
package func nearestWord(to word: String, among words: some Sequence<String>) -> String? {
  NearestWord(among: words)(to: word)
}

/// A list of words, one of which may be meant.
package struct NearestWord {
  private let words: [(word: String, letters: [Character])]

  /// - Parameter words: what can be meant.
  package init(among words: some Sequence<String>) {
    self.words = words.map { ($0, letters(of: $0)) }
  }

  /// The word that may be meant.
  ///
  /// - Parameter word: what was written.
  /// - Returns: a word that differs in case and punctuation alone, else the one with the fewest letters inserted, deleted,
  ///   swapped or replaced, at most a third of them; nil if none is that near.
  /// - Complexity: O(words × letters²).
  package func callAsFunction(to word: String) -> String? {
    let wanted = letters(of: word)
    guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
    let limit = wanted.count / 3
    var best: (word: String, distance: Int)?
    for candidate in words where abs(candidate.letters.count - wanted.count) <= limit {
      let distance = editDistance(wanted, candidate.letters)
      if distance <= limit, best.map({ distance < $0.distance }) ?? true {
        best = (candidate.word, distance)
      }
    }
    return best?.word
  }
}

/// The letters and digits of a word in lower case.
private func letters(of word: String) -> [Character] {
  word.lowercased().filter { $0.isLetter || $0.isNumber }
}

/// Damerau and Levenshtein's distance with neighbours exchanged at most once.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var before: [Int] = []
  var previous = Array(0...right.count)
  for (row, letter) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      var cost = min(
        previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == other ? 0 : 1))
      if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
        cost = min(cost, before[column - 1] + 1)
      }
      current.append(cost)
    }
    before = previous
    previous = current
  }
  return previous[right.count]
}
