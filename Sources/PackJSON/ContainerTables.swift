import Synchronization

/// What makes large containers quick to look into: where their children are, and for objects their keys' hashes. Each table
/// is made when it is first asked for.
final class ContainerTables: Sendable {
  /// Up to so many children, going through them is as quick.
  static let smallest = 32

  private let children = Mutex<[Int: [UInt32]]>([:])
  private let keys = Mutex<[Int: [UInt32]]>([:])

  /// The nodes of a container's values, in their order.
  func children(of container: JSONNode) -> [UInt32] {
    children.withLock { made in
      if let nodes = made[container.index] { return nodes }
      let nodes =
        container.kind == .object
        ? JSONMembers(container).map { UInt32($0.value.index) }
        : JSONElements(container).map { UInt32($0.index) }
      made[container.index] = nodes
      return nodes
    }
  }

  /// The value of a key of an object.
  func value(of key: String, in object: JSONNode) -> JSONNode? {
    let slots = keys.withLock { made in
      if let slots = made[object.index] { return slots }
      let slots = Self.slots(of: object)
      made[object.index] = slots
      return slots
    }
    var slot = Self.hash(key.utf8) & (slots.count - 1)
    while slots[slot] != 0 {
      let member = JSONMember(keyNode: JSONNode(document: object.document, index: Int(slots[slot])))
      if member.hasKey(key) { return member.value }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Key nodes by the hashes of the keys; no key is node 0, which is the document's root.
  private static func slots(of object: JSONNode) -> [UInt32] {
    let count = JSONMembers(object).reduce(0) { count, _ in count + 1 }
    let capacity = 1 << (Int.bitWidth - (count * 2).leadingZeroBitCount)
    var slots = [UInt32](repeating: 0, count: capacity)
    for member in JSONMembers(object) {
      var slot = member.withKeyBytes { hash($0) } & (capacity - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = UInt32(member.keyNode.index)
    }
    return slots
  }

  /// Swift's own hash, which is seeded: no file can choose its collisions.
  private static func hash(_ bytes: some Sequence<UInt8>) -> Int {
    var hasher = Hasher()
    for byte in bytes { hasher.combine(byte) }
    return hasher.finalize()
  }
}
