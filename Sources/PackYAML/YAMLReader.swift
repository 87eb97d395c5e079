import CPackYaml
public import PackFiles

extension YAMLValue {
  /// Levels of nesting that are accepted, including those that come from aliases.
  public static let maximumDepth = 64
  /// Values that all aliases of a text together may repeat.
  public static let maximumRepeated = 100_000

  /// Reads the only document of a text, with libyaml.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 text.
  ///   - place: the file, and the offset of the text in it.
  /// - Throws: ``YAMLError``.
  public init(yaml bytes: [UInt8], at place: Place) throws(YAMLError) {
    var reader = YAMLReader(place: place, bytes: bytes)
    self = try reader.read()
  }
}

/// Builds values from libyaml's events, without recursion.
struct YAMLReader {
  let place: Place
  let bytes: [UInt8]
  /// The place of each value, by its path; kept only if asked for.
  var offsets: [ExactText: Int]?
  /// The collections that are open, each with what it has so far.
  var open: [Collection] = []
  var anchors: [[UInt8]: Node] = [:]
  var result: YAMLValue?
  /// Values that aliases have repeated so far.
  var repeated = 0
  /// The last place of which the bytes were counted: marks come in the order of the text.
  var counted = (characters: 0, bytes: 0)

  /// A value, with how deep it is and of how many values it consists: aliases make more of it than stands in the text.
  struct Node {
    var value: YAMLValue
    var depth = 0
    var size = 1
  }

  struct Collection {
    var isMapping: Bool
    var anchor: [UInt8]?
    var path: String
    var values: [YAMLValue] = []
    var depth = 0
    var size = 1

    mutating func append(_ node: Node) {
      values.append(node.value)
      depth = max(depth, node.depth + 1)
      size += node.size
    }
  }

  /// Longer paths are not kept: each value below would take as much memory.
  private static let longestPath = 512

  init(place: Place, bytes: [UInt8], recordsOffsets: Bool = false) {
    self.place = place
    self.bytes = bytes
    offsets = recordsOffsets ? [:] : nil
  }

  mutating func read() throws(YAMLError) -> YAMLValue {
    var failure: YAMLError?
    bytes.withUnsafeBufferPointer { buffer in
      var parser = yaml_parser_t()
      guard yaml_parser_initialize(&parser) == 1 else {
        failure = YAMLError(.outOfMemory, at: place, problem: "out of memory")
        return
      }
      defer { yaml_parser_delete(&parser) }
      yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      do throws(YAMLError) { try consume(&parser) } catch { failure = error }
    }
    if let failure { throw failure }
    return result ?? .scalar("", isPlain: true)
  }

  private mutating func consume(_ parser: inout yaml_parser_t) throws(YAMLError) {
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(&parser, &event) == 1 else {
        let problem = parser.problem.map { String(cString: $0) } ?? "unreadable"
        throw error(problem, at: parser.problem_mark)
      }
      defer { yaml_event_delete(&event) }
      let mark = event.start_mark
      switch event.type {
      case YAML_STREAM_END_EVENT: return
      case YAML_SCALAR_EVENT:
        let scalar = event.data.scalar
        let text = String(
          decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.tag == nil
        add(Node(value: .scalar(text, isPlain: isPlain)), anchor: Self.bytes(scalar.anchor), at: mark)
      case YAML_ALIAS_EVENT:
        add(try aliased(Self.bytes(event.data.alias.anchor) ?? [], at: mark), anchor: nil, at: mark)
      case YAML_SEQUENCE_START_EVENT:
        try begin(isMapping: false, anchor: Self.bytes(event.data.sequence_start.anchor), at: mark)
      case YAML_MAPPING_START_EVENT:
        try begin(isMapping: true, anchor: Self.bytes(event.data.mapping_start.anchor), at: mark)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        guard let collection = open.popLast() else { return }
        let value = try value(of: collection, at: mark)
        add(
          Node(value: value, depth: collection.depth, size: collection.size), anchor: collection.anchor,
          at: mark)
      case YAML_DOCUMENT_START_EVENT:
        guard result == nil else { throw error("more than one document", at: mark) }
      default: break
      }
    }
  }

  /// What an alias stands for, where it does not make the document too deep or too large.
  private mutating func aliased(_ name: [UInt8], at mark: yaml_mark_t) throws(YAMLError) -> Node {
    guard let node = anchors[name] else {
      throw error("unknown alias \(String(decoding: name, as: UTF8.self))", at: mark)
    }
    guard open.count + node.depth <= YAMLValue.maximumDepth else { throw tooDeep(at: mark) }
    repeated += node.size
    guard repeated <= YAMLValue.maximumRepeated else {
      throw error("aliases repeat more than \(YAMLValue.maximumRepeated) values", at: mark)
    }
    return node
  }

  private mutating func tooDeep(at mark: yaml_mark_t) -> YAMLError {
    error("nested deeper than \(YAMLValue.maximumDepth) levels", at: mark)
  }

  private mutating func begin(isMapping: Bool, anchor: [UInt8]?, at mark: yaml_mark_t) throws(YAMLError) {
    guard open.count < YAMLValue.maximumDepth else { throw tooDeep(at: mark) }
    let path = record(at: mark, key: nil)
    open.append(Collection(isMapping: isMapping, anchor: anchor, path: path))
  }

  /// Notes where the value that begins at `mark` stands; a member of a mapping stands where its key does.
  ///
  /// - Parameter key: the value's text, when it is a scalar.
  /// - Returns: the value's path.
  @discardableResult
  private mutating func record(at mark: yaml_mark_t, key: String?) -> String {
    guard offsets != nil else { return "" }
    var path = "$"
    if let parent = open.last {
      if !parent.isMapping {
        path = "\(parent.path)[\(parent.values.count)]"
      } else if parent.values.count % 2 == 0 {
        path = "\(parent.path).\(key ?? "")"
      } else if case .scalar(let name, _)? = parent.values.last {
        return parent.path.utf8.count + name.utf8.count < Self.longestPath ? "\(parent.path).\(name)" : "?"
      }
    }
    guard path.utf8.count < Self.longestPath else { return "?" }
    let offset = byteOffset(mark)
    offsets?[ExactText(path)] = offset
    return path
  }

  private mutating func add(_ node: Node, anchor: [UInt8]?, at mark: yaml_mark_t) {
    if case .scalar(let text, _) = node.value { record(at: mark, key: text) }
    if let anchor { anchors[anchor] = node }
    if open.isEmpty {
      result = node.value
    } else {
      open[open.count - 1].append(node)
    }
  }

  private mutating func value(of collection: Collection, at mark: yaml_mark_t) throws(YAMLError) -> YAMLValue
  {
    guard collection.isMapping else { return .sequence(collection.values) }
    var pairs: [YAMLValue.Pair] = []
    var seen: Set<[UInt8]> = []
    for position in stride(from: 0, to: collection.values.count - 1, by: 2) {
      guard case .scalar(let key, _) = collection.values[position] else {
        throw error("key is not a scalar", at: mark)
      }
      guard seen.insert(Array(key.utf8)).inserted else { throw error("duplicate key \(key)", at: mark) }
      pairs.append(YAMLValue.Pair(key: key, value: collection.values[position + 1]))
    }
    return .mapping(pairs)
  }

  private mutating func error(_ problem: String, at mark: yaml_mark_t) -> YAMLError {
    var place = place
    place.byteOffset = (place.byteOffset ?? 0) + byteOffset(mark)
    return YAMLError(at: place, problem: "not valid YAML (line \(mark.line + 1)): \(problem)")
  }

  /// libyaml counts characters; places count bytes.
  private mutating func byteOffset(_ mark: yaml_mark_t) -> Int {
    if mark.index < counted.characters { counted = (0, 0) }
    var (characters, offset) = counted
    while offset < bytes.count {
      if bytes[offset] & 0xC0 != 0x80 {
        if characters == mark.index { break }
        characters += 1
      }
      offset += 1
    }
    counted = (characters, offset)
    return offset
  }

  private static func bytes(_ pointer: UnsafeMutablePointer<UInt8>?) -> [UInt8]? {
    pointer.map { Array(String(cString: $0).utf8) }
  }
}
