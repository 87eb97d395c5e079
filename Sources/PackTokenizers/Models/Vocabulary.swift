import PackFiles
import PackJSON

/// Tokens and their ids, keyed by UTF-8 bytes.
///
/// One block of bytes holds every token, and an open-addressing table finds them. The hash can be carried on byte by
/// byte, so that all prefixes of a word are hashed in one walk.
struct Vocabulary: Sendable {
  /// Number of tokens.
  let count: Int
  /// The largest id, or -1.
  let highestID: Int
  /// Bytes of the longest token.
  let longest: Int

  private let bytes: [UInt8]
  private let starts: [UInt32]
  private let ids: [Int32]
  /// High half: hash; low half: token's number + 1, or 0 where the slot is free.
  private let slots: [UInt64]
  private let seed: UInt64
  /// Numbers of tokens by id where ids are dense, else sorted pairs of id and number.
  private let numbersByID: [Int32]
  private let sparseIDs: [(id: Int32, number: Int32)]

  /// Collects tokens for a vocabulary.
  struct Builder {
    private(set) var bytes: [UInt8] = []
    private(set) var starts: [UInt32] = [0]
    private(set) var ids: [Int32] = []

    mutating func reserve(tokens: Int, bytes count: Int) {
      bytes.reserveCapacity(count)
      starts.reserveCapacity(tokens + 1)
      ids.reserveCapacity(tokens)
    }

    mutating func append(_ token: some Collection<UInt8>, id: Int32) {
      bytes.append(contentsOf: token)
      starts.append(UInt32(truncatingIfNeeded: bytes.count))
      ids.append(id)
    }
  }

  /// A vocabulary from an object that maps tokens to ids.
  init(_ reader: ComponentReader) throws(TokenizerError) {
    var builder = Builder()
    for member in try reader.reading({ () throws(JSONError) in try reader.node.members() }) {
      let id: Int32
      if let plain = member.value.withBytes(of: .number, plainID), let plain {
        id = plain
      } else {
        id = try ComponentReader(node: member.value).id()
      }
      member.withKeyBytes { builder.append($0, id: id) }
    }
    self.init(builder)
    if let twice = repeatedID() {
      throw reader.invalid(
        "two tokens have the same id", expected: "a different id for each token", found: "\(twice)")
    }
  }

  /// A vocabulary of the collected tokens; of equal tokens the last one is found.
  init(_ builder: Builder) {
    count = builder.ids.count
    bytes = builder.bytes
    starts = builder.starts
    ids = builder.ids
    seed = UInt64.random(in: .min ... .max) | 1
    highestID = builder.ids.max().map { Int($0) } ?? -1
    var longest = 0
    for number in 0..<builder.ids.count {
      longest = max(longest, Int(builder.starts[number + 1] - builder.starts[number]))
    }
    self.longest = longest
    slots = Self.table(builder, seed: seed)
    if highestID < builder.ids.count * 4 + 1024 {
      var numbers = [Int32](repeating: -1, count: highestID + 1)
      for (number, id) in builder.ids.enumerated() where numbers[Int(id)] < 0 {
        numbers[Int(id)] = Int32(number)
      }
      numbersByID = numbers
      sparseIDs = []
    } else {
      numbersByID = []
      sparseIDs = builder.ids.enumerated().map { (id: $1, number: Int32($0)) }.sorted { $0.id < $1.id }
    }
  }

  private static func table(_ builder: Builder, seed: UInt64) -> [UInt64] {
    let capacity = 1 << (Int.bitWidth - (builder.ids.count * 2 + 1).leadingZeroBitCount)
    var slots = [UInt64](repeating: 0, count: capacity)
    builder.bytes.withUnsafeBufferPointer { bytes in
      for number in 0..<builder.ids.count {
        let token = bytes.part(Int(builder.starts[number]), Int(builder.starts[number + 1]))
        var hash = seed
        for byte in token { hash = mix(hash, byte) }
        var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
        while slots[slot] != 0 {
          let other = Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) - 1
          if slots[slot] >> 32 == hash >> 32,
            bytes.part(Int(builder.starts[other]), Int(builder.starts[other + 1])).elementsEqual(token)
          {
            break
          }
          slot = (slot + 1) & (capacity - 1)
        }
        slots[slot] = (hash >> 32) << 32 | UInt64(number + 1)
      }
    }
    return slots
  }

  /// The hash of no bytes.
  @inline(__always)
  var emptyHash: UInt64 { seed }

  /// The hash of a text with one more byte.
  @inline(__always)
  static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    let product = (hash ^ UInt64(byte)) &* 0x9FB2_1C65_1E98_DF25
    return product ^ product >> 32
  }

  /// The hash of a text that follows one with hash `hash`.
  func hash(_ text: some Sequence<UInt8>, after hash: UInt64) -> UInt64 {
    text.reduce(hash) { Self.mix($0, $1) }
  }

  /// The number of the token `prefix` + `text`, whose hash is given, or nil.
  @inline(__always)
  func number(
    of text: UnsafeBufferPointer<UInt8>, hash: UInt64,
    prefix: UnsafeBufferPointer<UInt8> = UnsafeBufferPointer(start: nil, count: 0)
  ) -> Int? {
    slots.withUnsafeBufferPointer { slots in
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while true {
        let entry = slots[slot]
        if entry == 0 { return nil }
        if entry >> 32 == hash >> 32 {
          let number = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) - 1
          if isToken(number, prefix, text) { return number }
        }
        slot = (slot + 1) & (slots.count - 1)
      }
    }
  }

  @inline(__always)
  private func isToken(
    _ number: Int, _ prefix: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let start = Int(starts[number])
    guard Int(starts[number + 1]) - start == prefix.count + text.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      for index in prefix.indices where bytes[start + index] != prefix[index] { return false }
      let rest = start + prefix.count
      for index in 0..<text.count where bytes[rest + index] != text[index] { return false }
      return true
    }
  }

  /// The number of a token, or nil.
  func number(of token: [UInt8]) -> Int? {
    token.withUnsafeBufferPointer { number(of: $0, hash: hash($0, after: seed)) }
  }

  /// The id of a token, by its number.
  @inline(__always)
  func id(_ number: Int) -> Int32 { ids[number] }

  /// The id of a token, or nil.
  func id(of token: [UInt8]) -> Int32? { number(of: token).map { ids[$0] } }

  /// The bytes of a token, by its number.
  func text(_ number: Int) -> ArraySlice<UInt8> { bytes[Int(starts[number])..<Int(starts[number + 1])] }

  /// The bytes of the token with an id, or nil.
  func text(ofID id: Int32) -> ArraySlice<UInt8>? { number(ofID: id).map { text($0) } }

  private func number(ofID id: Int32) -> Int? {
    if id < 0 || Int(id) > highestID { return nil }
    if !numbersByID.isEmpty { return numbersByID[Int(id)] < 0 ? nil : Int(numbersByID[Int(id)]) }
    var (low, high) = (0, sparseIDs.count)
    while low < high {
      let middle = (low + high) / 2
      if sparseIDs[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < sparseIDs.count && sparseIDs[low].id == id ? Int(sparseIDs[low].number) : nil
  }

  private func repeatedID() -> Int32? {
    if numbersByID.isEmpty {
      return zip(sparseIDs, sparseIDs.dropFirst()).first { $0.id == $1.id }?.0.id
    }
    for (number, id) in ids.enumerated() where numbersByID[Int(id)] != Int32(number) { return id }
    return nil
  }
}

/// The number that up to nine digits stand for; nil for any other lexeme.
private func plainID(_ lexeme: UnsafeBufferPointer<UInt8>) -> Int32? {
  guard lexeme.count <= 9 else { return nil }
  var value: Int32 = 0
  for byte in lexeme {
    guard byte.isASCIIDigit else { return nil }
    value = value * 10 + Int32(byte - 0x30)
  }
  return value
}
