/// The word of a list that may be meant.
///
/// - Parameters:
///   - word: what was written.
///   - words: what could have been.
/// - Returns: a word that differs in case and punctuation alone, else the one with the fewest letters inserted, deleted,
///   swapped or replaced, at most a third of them; nil if none is that near.
/// - Complexity: O(words × letters²).
package func nearestWord(to word: String, among words: some Sequence<String>) -> String? {
  let wanted = letters(of: word)
  guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
  var best: (word: String, distance: Int)?
  for candidate in words {
    let distance = editDistance(wanted, letters(of: candidate))
    if distance <= wanted.count / 3, best.map({ distance < $0.distance }) ?? true {
      best = (candidate, distance)
    }
  }
  return best?.word
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
