/// Rows of a batch, one after another without padding, that go through the layers together.
struct Chunk {
  /// Token ids of all rows.
  private(set) var ids: [Int32] = []
  /// Token types of all rows.
  private(set) var types: [Int32] = []
  /// Where each row begins, and where the last ends.
  private(set) var starts = [0]

  /// Number of tokens.
  var count: Int { ids.count }

  /// The tokens of each row.
  var ranges: [Range<Int>] { zip(starts, starts.dropFirst()).map { $0..<$1 } }

  /// The place of each token in its row, counted from 0.
  var positions: [Int32] { ranges.flatMap { (0..<$0.count).map { Int32(truncatingIfNeeded: $0) } } }

  /// Tokens of the longest row.
  var longest: Int { ranges.map(\.count).max() ?? 0 }

  private mutating func append(_ row: TokenRow) {
    ids += row.ids
    types += row.typeIDs ?? [Int32](repeating: 0, count: row.ids.count)
    starts.append(ids.count)
  }

  /// Tokens that go through the layers together: enough to use each packed weight often, and few enough for their states
  /// to stay in the cache.
  static let preferredCount = 512

  /// Cuts a batch into chunks, each of one row or of several that have ``preferredCount`` tokens together.
  static func cut(_ rows: [TokenRow]) -> [Chunk] {
    var chunks: [Chunk] = []
    var current = Chunk()
    for row in rows {
      if current.count > 0 && current.count + row.ids.count > preferredCount {
        chunks.append(current)
        current = Chunk()
      }
      current.append(row)
    }
    if current.count > 0 { chunks.append(current) }
    return chunks
  }
}
