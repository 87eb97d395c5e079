import PackFiles

/// Builds the nodes of the only document of a text from its tokens.
struct YAMLComposer {
  var scanner: YAMLScanner
  private var handles = YAMLTag.handles
  private var anchors: [String: Anchor] = [:]
  /// Values that aliases have repeated so far.
  private var repeated = 0

  private enum Anchor {
    /// The value is not complete.
    case open
    case node(YAMLNode)
  }

  init(bytes: [UInt8], place: Place) throws(YAMLError) {
    scanner = try YAMLScanner(bytes: bytes, place: place)
  }

  /// - Returns: nil where the text has no document.
  mutating func compose() throws(YAMLError) -> YAMLNode? {
    var node: YAMLNode?
    switch try scanner.next().kind {
    case .version, .tagDirective, .otherDirective, .documentStart, .streamEnd:
      if try scanner.next().kind == .streamEnd { return nil }
      try readDirectives()
      let start = try scanner.next()
      guard start.kind == .documentStart else { throw unexpected("`---`", start) }
      try scanner.takeToken()
      node = try content(of: start)
    default: node = try self.node(depth: 0, isBlock: true)
    }
    while try scanner.next().kind == .documentEnd { try scanner.takeToken() }
    let end = try scanner.next()
    switch end.kind {
    case .streamEnd: return node
    case .documentStart: throw scanner.error("more than one document", at: end.mark)
    default: throw unexpected("the end", end)
    }
  }

  private mutating func content(of start: YAMLToken) throws(YAMLError) -> YAMLNode {
    switch try scanner.next().kind {
    case .version, .tagDirective, .otherDirective, .documentStart, .documentEnd, .streamEnd:
      empty(at: start.mark)
    default: try node(depth: 0, isBlock: true)
    }
  }

  private mutating func readDirectives() throws(YAMLError) {
    var hasVersion = false
    var declared: [String: String] = [:]
    while true {
      let token = try scanner.next()
      switch token.kind {
      case .version(let major):
        guard !hasVersion else { throw scanner.error("a second version", at: token.mark) }
        guard Int(major) == 1 else { throw scanner.error("not version 1 of YAML", at: token.mark) }
        hasVersion = true
      case .tagDirective(let handle, let prefix):
        guard declared.updateValue(prefix, forKey: handle) == nil else {
          throw scanner.error("a second handle \(handle.quoted)", at: token.mark)
        }
      case .otherDirective: break
      default:
        handles.merge(declared) { $1 }
        return
      }
      try scanner.takeToken()
    }
  }

  // MARK: Nodes

  /// - Parameters:
  ///   - isBlock: whether a value of several indented lines may stand here.
  ///   - takesEntries: whether a list may stand here that is not indented, as behind a key.
  mutating func node(
    depth: Int, isBlock: Bool, takesEntries: Bool = false
  ) throws(YAMLError) -> YAMLNode {
    let first = try scanner.next()
    if case .alias(let name) = first.kind {
      try scanner.takeToken()
      return try aliased(name, depth, at: first.mark)
    }
    let (anchor, tag) = try properties()
    if let anchor {
      guard anchors[anchor] == nil else {
        throw scanner.error("a second anchor \(anchor.quoted)", at: first.mark)
      }
      anchors[anchor] = .open
    }
    let token = try scanner.next()
    var node: YAMLNode
    switch token.kind {
    case .blockEntry where takesEntries:
      node = try collection(tag, .sequence, at: first.mark, depth)
      node.content = .sequence(try entries(depth + 1, isIndented: false))
    case .scalar(let text, let isPlain):
      try scanner.takeToken()
      node = scalar(text, tag: tag, isPlain: isPlain, at: first.mark)
    case .flowSequenceStart:
      node = try collection(tag, .sequence, at: first.mark, depth)
      node.content = .sequence(try flowSequence(depth + 1))
    case .flowMappingStart:
      node = try collection(tag, .mapping, at: first.mark, depth)
      node.content = .mapping(try flowMapping(depth + 1))
    case .blockSequenceStart where isBlock:
      node = try collection(tag, .sequence, at: first.mark, depth)
      try scanner.takeToken()
      node.content = .sequence(try entries(depth + 1, isIndented: true))
    case .blockMappingStart where isBlock:
      node = try collection(tag, .mapping, at: first.mark, depth)
      node.content = .mapping(try blockMapping(depth + 1))
    default:
      guard anchor != nil || tag != nil else { throw unexpected("a value", token) }
      node = scalar("", tag: tag, isPlain: true, at: first.mark)
    }
    measure(node)
    if let anchor { anchors[anchor] = .node(node) }
    return node
  }

  /// An anchor and a tag, in either order.
  private mutating func properties() throws(YAMLError) -> (anchor: String?, tag: String?) {
    var anchor: String?
    var tag: String?
    for _ in 0..<2 {
      let token = try scanner.next()
      if case .anchor(let name) = token.kind, anchor == nil {
        anchor = name
      } else if case .tag(let handle, let suffix) = token.kind, tag == nil {
        guard let handle else {
          tag = suffix
          try scanner.takeToken()
          continue
        }
        guard let prefix = handles[handle] else {
          throw scanner.error("unknown handle \(handle.quoted) of a tag", at: token.mark)
        }
        tag = prefix + suffix
      } else {
        break
      }
      try scanner.takeToken()
    }
    return (anchor, tag)
  }

  private func scalar(_ text: String, tag: String?, isPlain: Bool, at mark: YAMLMark) -> YAMLNode {
    // The tag `!` alone has a quoted text read as one without quotes.
    let plain = isPlain || tag == "!" ? YAMLTag(resolving: text) : .string
    return node(tag, plain, .scalar(text), at: mark)
  }

  private func collection(
    _ tag: String?, _ plain: YAMLTag, at mark: YAMLMark, _ depth: Int
  ) throws(YAMLError) -> YAMLNode {
    guard depth < YAMLValue.maximumDepth else { throw tooDeep(at: mark) }
    return node(tag, plain, .sequence([]), at: mark)
  }

  private func node(
    _ tag: String?, _ plain: YAMLTag, _ content: YAMLNode.Content, at mark: YAMLMark
  ) -> YAMLNode {
    guard let tag, tag != "!" else { return YAMLNode(tag: plain, content: content, mark: mark) }
    return YAMLNode(tag: YAMLTag(name: tag), tagName: tag, content: content, mark: mark)
  }

  func empty(at mark: YAMLMark) -> YAMLNode {
    scalar("", tag: nil, isPlain: true, at: mark)
  }

  func measure(_ node: YAMLNode) {
    for child in node.children {
      node.depth = max(node.depth, child.depth + 1)
      node.size += child.size
    }
  }

  /// What an alias stands for, where it does not make the document too deep or too large.
  private mutating func aliased(
    _ name: String, _ depth: Int, at mark: YAMLMark
  ) throws(YAMLError) -> YAMLNode {
    switch anchors[name] {
    case nil: throw scanner.error("unknown alias \(name)", at: mark)
    case .open?: throw scanner.error("the alias \(name) stands within its own value", at: mark)
    case .node(let node)?:
      guard depth + node.depth <= YAMLValue.maximumDepth else { throw tooDeep(at: mark) }
      repeated += node.size
      guard repeated <= YAMLValue.maximumRepeated else {
        throw scanner.error("aliases repeat more than \(YAMLValue.maximumRepeated) values", at: mark)
      }
      return node
    }
  }

  func tooDeep(at mark: YAMLMark) -> YAMLError {
    scanner.error("nested deeper than \(YAMLValue.maximumDepth) levels", at: mark)
  }

  func unexpected(_ expected: String, _ token: YAMLToken) -> YAMLError {
    scanner.error("\(token.name) where \(expected) is expected", at: token.mark)
  }
}
