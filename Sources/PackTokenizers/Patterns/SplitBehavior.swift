/// What becomes of the delimiters when a text is cut.
enum SplitBehavior: String, Sendable {
  /// They go.
  case removed = "Removed"
  /// Each is a piece of its own.
  case isolated = "Isolated"
  /// Each ends the piece before it.
  case mergedWithPrevious = "MergedWithPrevious"
  /// Each begins the piece after it.
  case mergedWithNext = "MergedWithNext"
  /// Neighbours are one piece.
  case contiguous = "Contiguous"

  init(_ reader: ComponentReader) throws(TokenizerError) {
    guard let behavior = SplitBehavior(rawValue: try reader.string("behavior")) else {
      throw try reader.member("behavior").unsupported("behavior is not supported")
    }
    self = behavior
  }
}

/// A part of a text, and whether it is a delimiter; the parts of a text follow one another without gaps.
struct Match: BitwiseCopyable {
  var start: Int
  var end: Int
  var isDelimiter: Bool
}

extension SplitBehavior {
  /// Adds the pieces that the parts make up.
  func cut(_ matches: [Match], into segments: inout [SegmentedText.Segment]) {
    switch self {
    case .removed:
      for match in matches where !match.isDelimiter { segments.append(.init(match.start, match.end)) }
    case .isolated:
      for match in matches { segments.append(.init(match.start, match.end)) }
    case .contiguous: merge(matches, into: &segments) { $0 == $1 }
    case .mergedWithPrevious:
      merge(matches, into: &segments) { isDelimiter, previous in isDelimiter && !previous }
    case .mergedWithNext:
      // The same from the other end: a delimiter joins the part after it, unless that is a delimiter too.
      var index = 0
      while index < matches.count {
        let match = matches[index]
        if match.isDelimiter, index + 1 < matches.count, !matches[index + 1].isDelimiter {
          segments.append(.init(match.start, matches[index + 1].end))
          index += 2
        } else {
          segments.append(.init(match.start, match.end))
          index += 1
        }
      }
    }
  }

  private func merge(
    _ matches: [Match], into segments: inout [SegmentedText.Segment], joins: (Bool, Bool) -> Bool
  ) {
    let first = segments.count
    var previous = false
    for match in matches {
      if joins(match.isDelimiter, previous), segments.count > first {
        segments[segments.count - 1].end = Int32(truncatingIfNeeded: match.end)
      } else {
        segments.append(.init(match.start, match.end))
      }
      previous = match.isDelimiter
    }
  }
}

/// Collects the parts of a text whose delimiters are single scalars with a property.
func scalarMatches(
  _ buffer: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ matches: inout [Match],
  isDelimiter: (UInt32) -> Bool
) {
  matches.removeAll(keepingCapacity: true)
  var textStart = start
  var index = start
  while index < end {
    let (scalar, length) = buffer.scalar(at: index)
    if isDelimiter(scalar) {
      if textStart < index { matches.append(Match(start: textStart, end: index, isDelimiter: false)) }
      matches.append(Match(start: index, end: index + length, isDelimiter: true))
      textStart = index + length
    }
    index += length
  }
  if textStart < end { matches.append(Match(start: textStart, end: end, isDelimiter: false)) }
}
