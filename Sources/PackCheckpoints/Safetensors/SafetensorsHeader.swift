import PackFiles
import PackJSON

/// The header of a safetensors file, parsed and checked.
struct SafetensorsHeader {
  struct Entry {
    var name: String
    var dtype: DType
    var shape: [Int]
    /// Offsets from the end of the header.
    var begin: Int
    var end: Int
    /// Where the entry stands, for messages.
    var byteOffset: Int
  }

  var size: Int
  var dataStart: Int { 8 + size }
  var metadata: [String: String]?
  /// Sorted by `begin`.
  var entries: [Entry] = []

  init(file: MappedFile, name: String) throws(CheckpointError) {
    let bytes = file.bytes
    try Self.requireWeights(bytes, name: name)
    guard bytes.count >= 8 else {
      throw CheckpointError(
        .headerLengthMissing, at: Place(file: name, byteOffset: 0), problem: "file is too short",
        expected: "8 bytes of header length", found: "\(bytes.count) bytes")
    }
    let claimed = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard claimed <= UInt64(SafetensorsFile.maximumHeaderSize) else {
      throw CheckpointError(
        .headerTooLarge, at: Place(file: name, byteOffset: 0), problem: "header is too large",
        expected: "at most \(SafetensorsFile.maximumHeaderSize) bytes", found: "\(claimed)")
    }
    size = Int(claimed)
    guard 8 + size <= bytes.count else {
      throw CheckpointError(
        .headerBeyondFile, at: Place(file: name, byteOffset: 0), problem: "header is longer than the file",
        expected: "at most \(bytes.count - 8) bytes", found: "\(size)")
    }
    let text = Array(bytes[8..<(8 + size)])
    guard text.first == UInt8(ascii: "{") else {
      throw CheckpointError(
        .headerNotAtBrace, at: Place(file: name, byteOffset: 8), problem: "header is not a JSON object",
        expected: "'{' as its first byte", found: text.first.map { "byte \($0)" } ?? "an empty header")
    }
    do throws(JSONError) {
      let document = try JSONDocument(bytes: text, name: name)
      for member in try document.root.members() {
        if member.key == "__metadata__" {
          metadata = try Self.metadata(member.value, name: name)
        } else {
          entries.append(try Self.entry(member, name: name))
        }
      }
    } catch {
      throw Self.headerError(error)
    }
    entries.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
    try checkCoverage(available: bytes.count - dataStart, name: name)
  }

  /// Rejects files that are not checkpoints but often have a checkpoint's name.
  private static func requireWeights(
    _ bytes: UnsafeRawBufferPointer, name: String
  ) throws(CheckpointError) {
    let start = Place(file: name, byteOffset: 0)
    if bytes.isEmpty {
      throw CheckpointError(.emptyFile, at: start, problem: "file is empty", expected: "weights")
    }
    if let standIn = StandIn(bytes) {
      throw CheckpointError(
        standIn == .lfsPointer ? .lfsPointer : .htmlPage, at: start, problem: "not weights",
        expected: standIn.expected("weights"), found: standIn.phrase)
    }
    // As the length of a header, eight characters are more than any file has.
    let text = bytes.prefix(60).prefix { $0 >= 0x20 && $0 < 0x7F }
    if text.count >= 8 || text.count == bytes.count {
      throw CheckpointError(
        .textFile, at: start, problem: "not weights", expected: "weights",
        found: "a text that begins \(String(decoding: text, as: UTF8.self).quotedForMessage)")
    }
  }

  private static func metadata(_ node: JSONNode, name: String) throws(JSONError) -> [String: String] {
    guard node.kind == .object else { throw metadataError(node) }
    var metadata: [String: String] = [:]
    for member in try node.members() {
      guard member.value.kind == .string else { throw metadataError(member.value) }
      metadata[member.key] = try member.value.string()
    }
    return metadata
  }

  private static func metadataError(_ node: JSONNode) -> JSONError {
    JSONError(
      .notAllowed, at: node.place, problem: CheckpointError.Code.metadataNotStrings.rawValue,
      expected: "an object of strings", found: node.kind.phrase)
  }

  private static func entry(_ member: JSONMember, name: String) throws(JSONError) -> Entry {
    let node = member.value
    let dtypeNode = try node.required("dtype")
    let dtypeName = try dtypeNode.string()
    guard let dtype = DType(rawValue: dtypeName) else {
      throw JSONError(
        .notAllowed, at: dtypeNode.place, problem: CheckpointError.Code.unknownDType.rawValue,
        expected: "a dtype of the format", found: dtypeName.quotedForMessage)
    }
    var shape: [Int] = []
    for dimension in try node.required("shape").elements() {
      guard let value = count(dimension) else {
        throw JSONError(
          .notAllowed, at: dimension.place, problem: CheckpointError.Code.invalidShape.rawValue,
          expected: "a dimension of 0 or more", found: dimension.lexeme)
      }
      shape.append(value)
    }
    let offsetsNode = try node.required("data_offsets")
    let offsets = try offsetsNode.elements().map { count($0) }
    guard offsets.count == 2, let begin = offsets[0], let end = offsets[1], begin <= end else {
      throw JSONError(
        .notAllowed, at: offsetsNode.place, problem: CheckpointError.Code.invalidOffsets.rawValue,
        expected: "two offsets in order", found: offsetsNode.lexeme)
    }
    for other in try node.members() where !["dtype", "shape", "data_offsets"].contains(other.key) {
      throw other.value.notAllowed(
        "only dtype, shape and data_offsets", problem: "unknown key \(other.key.quotedForMessage)")
    }
    return Entry(
      name: member.key, dtype: dtype, shape: shape, begin: begin, end: end,
      byteOffset: 8 + node.byteOffset)
  }

  /// An integer of 0 or more; `-0` is none to the reference library.
  private static func count(_ node: JSONNode) -> Int? {
    guard let value = try? node.int(), value >= 0, node.lexeme.utf8.first != UInt8(ascii: "-") else {
      return nil
    }
    return value
  }

  /// Turns an error of the header's JSON into one of the file: the offset counts from the file's start.
  private static func headerError(_ error: JSONError) -> CheckpointError {
    var place = error.place
    place.byteOffset = place.byteOffset.map { $0 + 8 }
    let special = CheckpointError.Code(rawValue: error.problem)
    let code: CheckpointError.Code
    let problem: String
    switch error.code {
    case .encoding: (code, problem) = (.headerNotUTF8, "header: " + error.problem)
    case .duplicateKey: (code, problem) = (.headerDuplicateKey, "header: " + error.problem)
    default:
      code = special ?? .headerNotJSON
      problem =
        switch code {
        case .metadataNotStrings: "__metadata__ must hold strings"
        case .unknownDType: "unknown dtype"
        case .invalidShape: "invalid shape"
        case .invalidOffsets: "invalid data_offsets"
        default: "header: " + error.problem
        }
    }
    return CheckpointError(code, at: place, problem: problem, expected: error.expected, found: error.found)
  }

  /// Every byte after the header belongs to exactly one tensor, and each tensor has as many as it needs.
  private func checkCoverage(available: Int, name: String) throws(CheckpointError) {
    var covered = 0
    for entry in entries {
      let place = Place(file: name, byteOffset: entry.byteOffset, tensor: entry.name)
      guard entry.begin == covered else {
        let code: CheckpointError.Code =
          covered == 0 ? .offsetsNotAtZero : entry.begin > covered ? .offsetsLeaveHole : .offsetsOverlap
        throw CheckpointError(
          code, at: place,
          problem: code == .offsetsOverlap ? "tensors overlap" : "bytes outside of all tensors",
          expected: "an offset of \(covered)", found: "\(entry.begin)")
      }
      let needed = try Self.byteCount(entry, at: place)
      guard entry.end - entry.begin == needed else {
        throw CheckpointError(
          .sizeMismatch, at: place, problem: "wrong number of bytes",
          expected: "\(needed) for \(entry.dtype.rawValue) \(Tensor.text(of: entry.shape))",
          found: "\(entry.end - entry.begin)")
      }
      covered = entry.end
    }
    guard covered == available else {
      throw CheckpointError(
        covered < available ? .trailingBytes : .missingBytes,
        at: Place(file: name, byteOffset: dataStart + min(covered, available)),
        problem: covered < available ? "bytes after the last tensor" : "file ends inside a tensor",
        expected: "\(covered) bytes of tensors", found: "\(available)")
    }
  }

  private static func byteCount(_ entry: Entry, at place: Place) throws(CheckpointError) -> Int {
    // As the reference library multiplies: from the first dimension on, and a zero behind the overflow comes too late.
    var elements: UInt64 = 1
    var overflow = false
    for dimension in entry.shape where !overflow {
      (elements, overflow) = elements.multipliedReportingOverflow(by: UInt64(dimension))
    }
    let (bits, isTooLarge) = (Int(exactly: elements) ?? .max).multipliedReportingOverflow(
      by: entry.dtype.bits)
    guard !overflow, !isTooLarge else {
      throw CheckpointError(
        .sizeOverflow, at: place, problem: "tensor is too large", expected: "a size that fits 64 bits",
        found: "\(entry.dtype.rawValue) \(Tensor.text(of: entry.shape))")
    }
    guard bits % 8 == 0 else {
      throw CheckpointError(
        .sizeMismatch, at: place, problem: "elements do not fill whole bytes",
        expected: "a multiple of 8 bits", found: "\(bits) bits")
    }
    return bits / 8
  }
}
