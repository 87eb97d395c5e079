extension YAMLComposer {
  /// Entries that begin with `-`.
  mutating func entries(_ depth: Int, isIndented: Bool) throws(YAMLError) -> [YAMLNode] {
    var nodes: [YAMLNode] = []
    while try scanner.next().kind == .blockEntry {
      let entry = try scanner.takeToken()
      let next = try scanner.next().kind
      let isEmpty =
        next == .blockEntry || next == .blockEnd || !isIndented && (next == .key || next == .value)
      nodes.append(isEmpty ? empty(at: entry.mark) : try node(depth: depth, isBlock: true))
    }
    if isIndented { try takeBlockEnd() }
    return nodes
  }

  private mutating func takeBlockEnd() throws(YAMLError) {
    let token = try scanner.takeToken()
    guard token.kind == .blockEnd else { throw unexpected("the end of the block", token) }
  }

  mutating func blockMapping(_ depth: Int) throws(YAMLError) -> [(key: YAMLNode, value: YAMLNode)] {
    var pairs: [(key: YAMLNode, value: YAMLNode)] = []
    try scanner.takeToken()
    while try scanner.next().kind == .key {
      let key = try blockMember(depth)
      let hasValue = try scanner.next().kind == .value
      pairs.append((key, hasValue ? try blockMember(depth) : empty(at: key.mark)))
    }
    try takeBlockEnd()
    return pairs
  }

  /// What follows `?` or `:`, or stands as a key.
  private mutating func blockMember(_ depth: Int) throws(YAMLError) -> YAMLNode {
    let indicator = try scanner.takeToken()
    switch try scanner.next().kind {
    case .key, .value, .blockEnd: return empty(at: indicator.mark)
    default: return try node(depth: depth, isBlock: true, takesEntries: true)
    }
  }

  mutating func flowSequence(_ depth: Int) throws(YAMLError) -> [YAMLNode] {
    var nodes: [YAMLNode] = []
    try scanner.takeToken()
    while try continuesFlow(.flowSequenceEnd, isFirst: nodes.isEmpty) {
      let token = try scanner.next()
      guard token.kind == .key else {
        nodes.append(try node(depth: depth, isBlock: false))
        continue
      }
      // `[a: b]` is a list of one mapping.
      guard depth < YAMLValue.maximumDepth else { throw tooDeep(at: token.mark) }
      let pair = try flowPair(depth + 1, .flowSequenceEnd)
      let mapping = YAMLNode(tag: .mapping, content: .mapping([pair]), mark: token.mark)
      measure(mapping)
      nodes.append(mapping)
    }
    return nodes
  }

  mutating func flowMapping(_ depth: Int) throws(YAMLError) -> [(key: YAMLNode, value: YAMLNode)] {
    var pairs: [(key: YAMLNode, value: YAMLNode)] = []
    try scanner.takeToken()
    while try continuesFlow(.flowMappingEnd, isFirst: pairs.isEmpty) {
      if try scanner.next().kind == .key {
        pairs.append(try flowPair(depth, .flowMappingEnd))
      } else {
        let key = try node(depth: depth, isBlock: false)
        pairs.append((key, empty(at: key.mark)))
      }
    }
    return pairs
  }

  /// Whether another member follows; passes the comma before it, or the end.
  private mutating func continuesFlow(_ end: YAMLToken.Kind, isFirst: Bool) throws(YAMLError) -> Bool {
    var token = try scanner.next()
    if token.kind != end, !isFirst {
      guard token.kind == .flowEntry else {
        throw unexpected(end == .flowSequenceEnd ? "`,` or `]`" : "`,` or `}`", token)
      }
      try scanner.takeToken()
      token = try scanner.next()
    }
    guard token.kind == end else { return true }
    try scanner.takeToken()
    return false
  }

  private mutating func flowPair(
    _ depth: Int, _ end: YAMLToken.Kind
  ) throws(YAMLError) -> (key: YAMLNode, value: YAMLNode) {
    let key = try flowMember(depth, end)
    guard try scanner.next().kind == .value else { return (key, empty(at: key.mark)) }
    return (key, try flowMember(depth, end))
  }

  private mutating func flowMember(_ depth: Int, _ end: YAMLToken.Kind) throws(YAMLError) -> YAMLNode {
    let indicator = try scanner.takeToken()
    let next = try scanner.next().kind
    // A second `:` is the grammar's fault to name where a value is expected.
    let isEmpty = next == .flowEntry || next == end || indicator.kind == .key && next == .value
    return isEmpty ? empty(at: indicator.mark) : try node(depth: depth, isBlock: false)
  }
}
