/// Packs the tokens of a passage into blocks that each fit into one pass; docs/pruning.md has the rule.
public struct BlockPacker: Sendable, Hashable {
  /// Most tokens of the passage in a block.
  public let room: Int

  /// Creates a packer.
  ///
  /// - Parameter room: most tokens of the passage in a block; less than 1 counts as 1.
  public init(room: Int) { self.room = max(1, room) }

  /// Token ranges, one after the other without gaps, each of as many whole sentences as fit.
  ///
  /// A sentence that is longer than a block is divided into the fewest parts, of equal length as far as that goes.
  ///
  /// - Parameter counts: the number of tokens of each sentence, none of them negative.
  /// - Returns: at least one range; without any tokens, an empty one.
  /// - Complexity: O(sentences + blocks).
  public func pack(_ counts: [Int]) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var (start, end, sentence) = (0, 0, 0)
    for count in counts {
      let parts = max(1, (count + room - 1) / room)
      for part in 1...parts {
        let after = sentence + count * part / parts
        if after - start > room {
          blocks.append(start..<end)
          start = end
        }
        end = after
      }
      sentence += count
    }
    return blocks + [start..<end]
  }
}
