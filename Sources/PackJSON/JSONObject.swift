import PackFiles

/// The members of an object that is built in memory; keys are compared byte for byte.
public struct JSONObject: Sendable, ExpressibleByDictionaryLiteral {
  /// The members in the order in which they were added.
  public private(set) var members: [Member] = []

  /// Positions by key, kept for objects that are not small.
  private var positions: [ExactText: Int] = [:]

  private static let largestSmall = 16

  /// A key and its value.
  public struct Member: Sendable, Hashable {
    /// The key.
    public let key: String
    /// The value.
    public var value: JSONValue

    /// Whether both are the same.
    public static func == (left: Self, right: Self) -> Bool {
      ExactText(left.key) == ExactText(right.key) && left.value == right.value
    }

    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(ExactText(key))
      hasher.combine(value)
    }
  }

  /// An object without members.
  public init() {}

  /// An object with the literal's members; of a repeated key the last value stays.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { self[key] = value }
  }

  /// The members of an object of a document, whose keys the parser has found to differ.
  init(_ members: JSONMembers) {
    self.members = members.map { Member(key: $0.key, value: JSONValue($0.value)) }
    index()
  }

  /// The value of a key; setting nil removes the key.
  ///
  /// - Complexity: O(1), but for the removal of a key, which is O(n).
  public subscript(_ key: String) -> JSONValue? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil):
        members.remove(at: position)
        index()
      case (nil, let value?):
        members.append(Member(key: key, value: value))
        if positions.isEmpty { index() } else { positions[ExactText(key)] = members.count - 1 }
      case (nil, nil): break
      }
    }
  }

  /// Removes the members that a test takes, which is given key and value.
  public mutating func removeAll(where shouldRemove: (String, JSONValue) -> Bool) {
    members.removeAll { shouldRemove($0.key, $0.value) }
    index()
  }

  private mutating func index() {
    positions = [:]
    guard members.count > Self.largestSmall else { return }
    for (position, member) in members.enumerated() { positions[ExactText(member.key)] = position }
  }

  private func position(of key: String) -> Int? {
    let key = ExactText(key)
    return positions.isEmpty ? members.firstIndex { ExactText($0.key) == key } : positions[key]
  }
}

extension JSONObject: Hashable {
  /// Whether both are the same.
  public static func == (left: Self, right: Self) -> Bool { left.members == right.members }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) { hasher.combine(members) }
}
