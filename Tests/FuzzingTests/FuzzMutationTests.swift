import FuzzReaders
import Testing

/// The changes of inputs: of the sizes and depths that they are there for, and the same every time.
@Suite struct FuzzMutationTests {
  private static let text = Array(#"{"a": [1, 22, "xyz"], "b": {"c": null}}"#.utf8)

  private static func changes(_ limit: Int) -> [[UInt8]] {
    (0..<2000).map { seed in
      var mutation = FuzzMutation(.json(), limit: limit, seed: UInt64(seed))
      return mutation.changed(text)
    }
  }

  @Test func aSeedGivesOneChange() {
    #expect(Self.changes(4096) == Self.changes(4096))
    #expect(Set(Self.changes(4096)).count > 1500)
  }

  @Test func noneIsLongerThanTheLimit() {
    #expect(Self.changes(200).allSatisfy { $0.count <= 200 })
  }

  @Test func someAreLargeAndSomeAreDeep() {
    let changes = Self.changes(1 << 16)
    #expect(changes.contains { $0.count > 1 << 14 })
    #expect(
      changes.contains { $0.starts(with: Array(#"{"a": [[[["#.utf8)) || $0.count { $0 == 0x5B } > 1000 })
  }

  @Test func aSafetensorsHeaderKeepsItsLength() {
    let header = Array(#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#.utf8)
    let file = [UInt8(header.count), 0, 0, 0, 0, 0, 0, 0] + header + [1, 2]
    let right = (0..<400).count { seed in
      var mutation = FuzzMutation(.json(frame: .safetensors), limit: 4096, seed: UInt64(seed))
      let changed = mutation.changed(file)
      let length = changed.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return changed.count >= 8 && length <= UInt64(changed.count - 8)
    }
    #expect(right > 300)
  }
}
