/// Cuts text into sentences, as docs/sentence-splitting.md specifies it for this module and for the modelling file.
///
/// The pieces put together are the text. Where a piece ends depends on nothing before it; a piece that is split again
/// stays as it is.
public enum SentenceSplitter {
  /// The sentences of a text, each with the white space after it.
  ///
  /// - Complexity: O(n).
  public static func split(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return ranges(of: scalars.map(\.value)).map { range in
      var piece = String.UnicodeScalarView()
      piece.append(contentsOf: scalars[range])
      return String(piece)
    }
  }

  /// The sentences of a text as ranges of its scalars, one after the other without gaps.
  ///
  /// - Parameter text: Unicode scalar values.
  /// - Complexity: O(n).
  public static func ranges(of text: [UInt32]) -> [Range<Int>] {
    var scanner = SentenceScanner(text)
    var ranges: [Range<Int>] = []
    var start = 0
    while start < text.count {
      let end = scanner.sentenceEnd(from: start)
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }
}
