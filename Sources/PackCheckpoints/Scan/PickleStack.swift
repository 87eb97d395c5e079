/// The stack of a pickle that is scanned: texts by where they stand in the stream, marks, and all other values alike.
struct PickleStack {
  enum Item {
    case mark
    /// Offset of the instruction that pushed it.
    case text(Int)
    case other

    /// The item in one word: a pickle may push millions.
    var code: Int {
      switch self {
      case .text(let offset): offset
      case .other: -1
      case .mark: -2
      }
    }

    init(code: Int) {
      self = code >= 0 ? .text(code) : code == -1 ? .other : .mark
    }
  }

  private var codes: [Int] = []

  var count: Int { codes.count }

  /// The topmost item.
  var top: Item? { item(0) }

  /// An item, counted from the top.
  func item(_ depth: Int) -> Item? {
    depth < codes.count ? Item(code: codes[codes.count - 1 - depth]) : nil
  }

  mutating func push(_ item: Item) { codes.append(item.code) }

  /// Whether so many values stand on top, and no mark among them.
  func hasValues(_ count: Int) -> Bool {
    codes.count >= count && codes.suffix(count).allSatisfy { $0 != Item.mark.code }
  }

  /// Takes values off; false, with the stack left as low as it gets, where there are not so many above the last mark.
  mutating func pop(_ count: Int) -> Bool {
    let isThere = hasValues(count)
    codes.removeLast(min(count, codes.count))
    return isThere
  }

  /// Takes a value or a mark off; false where there is neither.
  mutating func popValueOrMark() -> Bool { codes.popLast() != nil }

  /// Takes everything off down to the last mark, and the mark; false where there is none.
  mutating func popToMark() -> Bool {
    while let code = codes.popLast() {
      if code == Item.mark.code { return true }
    }
    return false
  }
}
