import CPackYaml
public import PackFiles

extension YAMLValue {
  /// Levels of nesting that are accepted.
  public static let maximumDepth = 64

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
  /// Where each value stands, by its path; kept only for whoever asks.
  var offsets: [String: Int]?
  /// The collections that are open, each with what it has so far.
  var open: [Collection] = []
  var anchors: [String: YAMLValue] = [:]
  var result: YAMLValue?

  struct Collection {
    var isMapping: Bool
    var anchor: String?
    var path: String
    var values: [YAMLValue] = []
  }

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
        try add(.scalar(text, isPlain: isPlain), anchor: Self.text(scalar.anchor), at: mark)
      case YAML_ALIAS_EVENT:
        let name = Self.text(event.data.alias.anchor) ?? ""
        guard let value = anchors[name] else { throw error("unknown alias \(name)", at: mark) }
        try add(value, anchor: nil, at: mark)
      case YAML_SEQUENCE_START_EVENT:
        try begin(isMapping: false, anchor: Self.text(event.data.sequence_start.anchor), at: mark)
      case YAML_MAPPING_START_EVENT:
        try begin(isMapping: true, anchor: Self.text(event.data.mapping_start.anchor), at: mark)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        guard let collection = open.popLast() else { return }
        try add(try value(of: collection, at: mark), anchor: collection.anchor, at: mark)
      case YAML_DOCUMENT_START_EVENT:
        guard result == nil else { throw error("more than one document", at: mark) }
      default: break
      }
    }
  }

  private mutating func begin(isMapping: Bool, anchor: String?, at mark: yaml_mark_t) throws(YAMLError) {
    guard open.count < YAMLValue.maximumDepth else {
      throw error("nested deeper than \(YAMLValue.maximumDepth) levels", at: mark)
    }
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
        return "\(parent.path).\(name)"
      }
    }
    let offset = byteOffset(mark)
    offsets?[path] = offset
    return path
  }

  private mutating func add(_ value: YAMLValue, anchor: String?, at mark: yaml_mark_t) throws(YAMLError) {
    if case .scalar(let text, _) = value { record(at: mark, key: text) }
    if let anchor { anchors[anchor] = value }
    if open.isEmpty {
      result = value
    } else {
      open[open.count - 1].values.append(value)
    }
  }

  private func value(of collection: Collection, at mark: yaml_mark_t) throws(YAMLError) -> YAMLValue {
    guard collection.isMapping else { return .sequence(collection.values) }
    var pairs: [YAMLValue.Pair] = []
    var seen: Set<[UInt8]> = []
    for position in stride(from: 0, to: collection.values.count - 1, by: 2) {
      guard case .scalar(let key, _) = collection.values[position] else {
        throw error("a key that is no scalar", at: mark)
      }
      guard seen.insert(Array(key.utf8)).inserted else { throw error("duplicate key \(key)", at: mark) }
      pairs.append(YAMLValue.Pair(key: key, value: collection.values[position + 1]))
    }
    return .mapping(pairs)
  }

  private func error(_ problem: String, at mark: yaml_mark_t) -> YAMLError {
    var place = place
    place.byteOffset = (place.byteOffset ?? 0) + byteOffset(mark)
    return YAMLError(at: place, problem: "not valid YAML (line \(mark.line + 1)): \(problem)")
  }

  /// libyaml counts characters; places count bytes.
  private func byteOffset(_ mark: yaml_mark_t) -> Int {
    var characters = 0
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if characters == mark.index { return offset }
      characters += 1
    }
    return bytes.count
  }

  private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}
