import PackFiles

/// Reads nodes as what their tags say; what the Hub's client cannot construct is an error.
struct YAMLConstructor {
  let scanner: YAMLScanner
  let duplicates: YAMLDuplicates
  /// The place of each value, by its path; kept only if asked for.
  var offsets: [ExactText: Int]?

  /// Longer paths are not kept: each value below would take as much memory.
  private static let longestPath = 512

  typealias Pair = (key: YAMLNode, value: YAMLNode)

  mutating func value(of node: YAMLNode, path: String = "$") throws(YAMLError) -> YAMLValue {
    record(node, at: path)
    return try content(of: node, path: path)
  }

  private mutating func record(_ node: YAMLNode, at path: String) {
    guard offsets != nil, !path.isEmpty else { return }
    offsets?[ExactText(path)] = node.mark.byte
  }

  /// The path of a member; empty where no place is kept.
  private func member(of path: String, _ name: String) -> String {
    guard offsets != nil, !path.isEmpty, path.utf8.count + name.utf8.count < Self.longestPath else {
      return ""
    }
    return path + name
  }

  private mutating func content(of node: YAMLNode, path: String) throws(YAMLError) -> YAMLValue {
    switch node.tag {
    case .sequence?:
      guard case .sequence(let nodes) = node.content else { throw wrong(node, "a list") }
      var values: [YAMLValue] = []
      for (index, child) in nodes.enumerated() {
        values.append(try value(of: child, path: member(of: path, "[\(index)]")))
      }
      return .sequence(values)
    case .mapping?: return .mapping(try members(of: node, path: path))
    case .set?: return .set(try members(of: node, path: path).map(\.keyValue))
    case .orderedMap?, .pairs?: return .sequence(try orderedPairs(node))
    case nil: throw scanner.error("unknown tag \(node.tagName.quoted)", at: node.mark)
    case let tag?:
      guard let kind = YAMLValue.Kind(try text(of: node), tag) else { throw unreadable(node, tag) }
      return .scalar(try text(of: node), kind)
    }
  }

  private func unreadable(_ node: YAMLNode, _ tag: YAMLTag) -> YAMLError {
    let text: String = if case .scalar(let text) = node.content { text } else { "" }
    let problem =
      switch tag {
      case .timestamp: "\(text.quoted) is not a date that exists; put quotes around it if it is text"
      case .merge, .value: "\(text.quoted) is not a value; put quotes around it if it is text"
      default: "\(text.quoted) cannot be read as !!\(tag.rawValue)"
      }
    return scanner.error(problem, at: node.mark)
  }

  private func wrong(_ node: YAMLNode, _ expected: String) -> YAMLError {
    scanner.error("the tag !!\(node.tag?.rawValue ?? "") is not on \(expected)", at: node.mark)
  }

  /// The text of a scalar, or of the value of `=` in a mapping.
  private func text(of node: YAMLNode) throws(YAMLError) -> String {
    var node = node
    while true {
      switch node.content {
      case .scalar(let text): return text
      case .mapping(let pairs):
        guard let own = pairs.first(where: { $0.key.tag == .value }) else { throw wrong(node, "a text") }
        node = own.value
      case .sequence: throw wrong(node, "a text")
      }
    }
  }

  private mutating func members(of node: YAMLNode, path: String) throws(YAMLError) -> [YAMLValue.Pair] {
    var members: [YAMLValue.Pair] = []
    var positions: [YAMLKeyIdentity: Int] = [:]
    for pair in try flattened(node) {
      let key = try key(pair.key)
      let place = member(of: path, ".\(key.text)")
      record(pair.key, at: place)
      let value = try content(of: pair.value, path: place)
      let identity = YAMLKeyIdentity(key.text, key.kind)
      guard let position = positions[identity] else {
        positions[identity] = members.count
        members.append(YAMLValue.Pair(key: key.text, kind: key.kind, value: value))
        continue
      }
      if duplicates == .refused {
        throw scanner.error("duplicate key \(key.text.quoted)", at: pair.key.mark)
      }
      let first = members[position]
      members[position] = YAMLValue.Pair(key: first.key, kind: first.kind, value: value)
    }
    return members
  }

  private mutating func key(_ node: YAMLNode) throws(YAMLError) -> (text: String, kind: YAMLValue.Kind) {
    if node.tag == .value, case .scalar(let text) = node.content { return (text, .string) }
    guard case .scalar(let text, let kind) = try content(of: node, path: "") else {
      throw scanner.error("a key is a list or a mapping", at: node.mark)
    }
    return (text, kind)
  }

  /// The members of a mapping, with those of `<<` before them: a later one wins.
  private func flattened(_ node: YAMLNode) throws(YAMLError) -> [Pair] {
    guard case .mapping(let pairs) = node.content else { throw wrong(node, "a mapping") }
    guard pairs.contains(where: { $0.key.tag == .merge }) else { return pairs }
    var merged: [Pair] = []
    for pair in pairs where pair.key.tag == .merge {
      switch pair.value.content {
      case .mapping: merged += try flattened(pair.value)
      case .sequence(let nodes):
        var parts: [[Pair]] = []
        for part in nodes {
          guard case .mapping = part.content else { throw notMerged(part) }
          parts.append(try flattened(part))
        }
        // The first of a list wins.
        for part in parts.reversed() { merged += part }
      case .scalar: throw notMerged(pair.value)
      }
    }
    return merged + pairs.filter { $0.key.tag != .merge }
  }

  private func notMerged(_ node: YAMLNode) -> YAMLError {
    scanner.error("`<<` takes a mapping or a list of mappings", at: node.mark)
  }

  /// `!!omap` and `!!pairs`: a list of mappings of one member each.
  private mutating func orderedPairs(_ node: YAMLNode) throws(YAMLError) -> [YAMLValue] {
    guard case .sequence(let nodes) = node.content else { throw wrong(node, "a list") }
    var values: [YAMLValue] = []
    for child in nodes {
      guard case .mapping(let pairs) = child.content, let pair = pairs.first, pairs.count == 1 else {
        throw scanner.error("a pair is a mapping of one member", at: child.mark)
      }
      let key = try content(of: pair.key, path: "")
      values.append(.sequence([key, try content(of: pair.value, path: "")]))
    }
    return values
  }
}
