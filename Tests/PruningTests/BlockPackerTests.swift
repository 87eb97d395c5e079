import Pruning
import Testing

@Suite struct BlockPackerTests {
  @Test func sentencesAreKeptTogether() {
    #expect(BlockPacker(room: 10).pack([4, 5, 3, 7, 1]) == [0..<9, 9..<19, 19..<20])
    #expect(BlockPacker(room: 10).pack([10, 10]) == [0..<10, 10..<20])
    #expect(BlockPacker(room: 10).pack([]) == [0..<0])
    #expect(BlockPacker(room: 10).pack([0, 0]) == [0..<0])
  }

  @Test func aLongSentenceIsDividedEvenly() {
    #expect(BlockPacker(room: 10).pack([21]) == [0..<7, 7..<14, 14..<21])
    #expect(BlockPacker(room: 10).pack([2, 22, 3]) == [0..<9, 9..<16, 16..<24, 24..<27])
    #expect(BlockPacker(room: 1).pack([2, 1]) == [0..<1, 1..<2, 2..<3])
  }

  @Test func everyTokenIsInOneBlockThatFits() {
    for room in 1...40 {
      let counts = (0..<50).map { ($0 &* 37 &+ room &* 11) % 61 }
      let blocks = BlockPacker(room: room).pack(counts)
      #expect(blocks.allSatisfy { $0.count <= room })
      #expect(zip(blocks, blocks.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
      #expect(blocks.first?.lowerBound == 0 && blocks.last?.upperBound == counts.reduce(0, +))
    }
  }
}
