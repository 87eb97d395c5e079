import CPackZlib
import PackCheckpoints
import PackFiles
import PackJSON
import PackTokenizers

extension FuzzTarget {
  static let safetensors = FuzzTarget(
    "safetensors",
    .json(
      [
        "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}",
        "\"__metadata__\":{\"format\":\"pt\"}",
        "\"dtype\":", "\"BF16\"", "\"F8_E4M3\"", "\"F4\"", "\"I64\"", "\"BOOL\"", "\"C64\"", "\"shape\":[",
        "\"data_offsets\":[", "[0,0]", " ",
      ], frame: .safetensors)
  ) { input in
    guard let path = InputPath(input) else { return "the input cannot be written" }
    guard let file = try? SafetensorsFile(path.path, name: "input") else { return nil }
    var covered = 8 + file.headerSize
    for tensor in file.tensors {
      guard tensor.byteRange.lowerBound == covered, tensor.byteRange.upperBound <= input.count else {
        return "\(tensor.byteRange) of \(input.count) bytes are said to be a tensor"
      }
      covered = tensor.byteRange.upperBound
    }
    guard covered == input.count else { return "bytes outside of all tensors were accepted" }
    return read(file.tensors)
  }

  static let checkpoint = FuzzTarget(
    "checkpoint",
    FuzzLanguage(
      pairs: [("(", "t"), ("]q\u{0}(", "e"), ("}(", "u"), ("(", "d")], separators: ["", "h\u{0}", "0", "2"],
      words: [
        "c__builtin__\neval\n", "ctorch._utils\n_rebuild_tensor_v2\n", "ccollections\nOrderedDict\n",
        "q\u{0}",
        "r\u{0}\u{0}\u{0}\u{1}", "h\u{0}", "j\u{0}\u{0}\u{0}\u{1}", "R", "b", "Q", "\u{0}\u{0}\u{0}\u{7F}",
        "K\u{1}",
        "M\u{1}\u{1}", "X\u{1}\u{0}\u{0}\u{0}a", "F1e999\n", "I99999999999999999999\n", "S'a\\x00'\n", "P0\n",
        ".",
        "PK\u{5}\u{6}", "PK\u{1}\u{2}", "PK\u{3}\u{4}", "archive/data.pkl", "g99999999\n", "p-1\n", "2", "0",
        "1",
      ])
  ) { input in
    if let problem = readCheckpoint(input) { return problem }
    // Also in an archive with the right checksums, which no change of bytes would find.
    return input.first == 0x80 ? readCheckpoint(archive(of: input)) : nil
  }

  private static func readCheckpoint(_ bytes: [UInt8]) -> String? {
    guard let path = InputPath(bytes) else { return "the input cannot be written" }
    let scan = try? PickleScan(path.path, name: "input")
    _ = scan?.isAllowed
    for readsPickles in [true, false] {
      guard
        let checkpoint = try? Checkpoint(
          file: path.path, name: "input", readsPickles: readsPickles, temporaryDirectory: InputPath.directory)
      else { continue }
      if let problem = read(checkpoint.tensors) { return problem }
    }
    return nil
  }

  private static func read(_ tensors: [Tensor]) -> String? {
    for tensor in tensors {
      _ = tensor.scan()
      _ = tensor.bytes.reduce(0) { $0 &+ $1 }
      guard tensor.byteRange.count == 0 || tensor.count > 0 else {
        return "a tensor without elements has bytes"
      }
      _ = try? tensor.floats()
      _ = try? tensor.firstRows(1)
    }
    return nil
  }

  /// An archive as torch.save writes it, with a storage of 64 bytes.
  private static func archive(of pickle: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    func append(_ value: some FixedWidthInteger, to target: inout [UInt8]) {
      withUnsafeBytes(of: value.littleEndian) { target.append(contentsOf: $0) }
    }
    let members = [("archive/data.pkl", pickle), ("archive/data/0", [UInt8](repeating: 0x3F, count: 64))]
    for (name, data) in members {
      let offset = UInt32(bytes.count)
      let checksum = UInt32(truncatingIfNeeded: crc32(0, data, uInt(data.count)))
      var common: [UInt8] = []
      for field: UInt16 in [20, 0, 0, 0, 33] { append(field, to: &common) }
      for field in [checksum, UInt32(data.count), UInt32(data.count)] { append(field, to: &common) }
      append(UInt16(name.utf8.count), to: &common)
      append(UInt16(0), to: &common)
      append(UInt32(0x0403_4B50), to: &bytes)
      bytes += common + Array(name.utf8) + data
      append(UInt32(0x0201_4B50), to: &directory)
      append(UInt16(20), to: &directory)
      directory += common
      for field: UInt16 in [0, 0, 0] { append(field, to: &directory) }
      append(UInt32(0), to: &directory)
      append(offset, to: &directory)
      directory += Array(name.utf8)
    }
    let start = UInt32(bytes.count)
    bytes += directory
    append(UInt32(0x0605_4B50), to: &bytes)
    for field: UInt16 in [0, 0, 2, 2] { append(field, to: &bytes) }
    append(UInt32(directory.count), to: &bytes)
    append(start, to: &bytes)
    append(UInt16(0), to: &bytes)
    return bytes
  }
}

extension FuzzTarget {
  /// A tokenizer.json, a line of `%%`, a text to encode, and where there is another such line a tokenizer_config.json.
  static let tokenizer = FuzzTarget(
    "tokenizer",
    .json([
      "\n%%\n", "\"BertNormalizer\"", "\"ByteLevel\"", "\"Metaspace\"", "\"Split\"", "\"Unigram\"", "\"BPE\"",
      "\"WordPiece\"", "\"Sequence\"", "\"NFKC\"", "\"Replace\"", "\"Precompiled\"", "\"TemplateProcessing\"",
      "\"RobertaProcessing\"", "\"byte_fallback\":true", "\"fuse_unk\":true", "\"ignore_merges\":true",
      "\"lstrip\":true", "\"rstrip\":true", "\"single_word\":true", "\"normalized\":true", "\"unk_id\":0",
      "\u{2581}", "\u{120}", "<0x41>", "\u{FDFA}", "\u{1F468}\u{200D}\u{1F469}", "\u{AC01}", "\u{130}", "\0",
    ])
  ) { input in
    let parts = parts(of: input)
    guard let document = try? JSONDocument(bytes: parts[0], name: "tokenizer.json"),
      let tokenizer = try? Tokenizer(bytes: parts[0], name: "tokenizer.json")
    else { return nil }
    let text = String(decoding: parts.count > 1 ? parts[1] : Array("a b c".utf8), as: UTF8.self)
    if let problem = encode(text, with: tokenizer) { return problem }
    let config = parts.count > 2 ? try? JSONDocument(bytes: parts[2], name: "tokenizer_config.json") : nil
    let settings = TokenizerSettings(tokenizer: document.root, config: config?.root)
    for version in TransformersVersion.allCases {
      guard
        let effective = try? EffectiveTokenizer(settings, version: version, base: tokenizer)
      else { continue }
      if let problem = encode(text, with: effective.tokenizer) { return problem }
    }
    return nil
  }

  private static func encode(_ text: String, with tokenizer: Tokenizer) -> String? {
    let length = text.unicodeScalars.count
    for truncation in [nil, Truncation(maximumLength: 4)] {
      guard let encoding = try? tokenizer.encode(text, pair: "b", truncation: truncation) else { continue }
      for (place, sequence) in zip(encoding.offsets, encoding.sequenceIDs)
      where sequence == 0 && place.upperBound > length {
        return "a token stands behind the text"
      }
      if let truncation, encoding.count > truncation.maximumLength {
        return "more tokens than were asked for"
      }
      if encoding.ids.contains(where: { $0 < 0 }) { return "a token has a negative id" }
      _ = tokenizer.decode(encoding.ids)
      guard encoding.tokens.count == encoding.count else { return "tokens and ids differ in number" }
    }
    return nil
  }

  /// The parts of an input between lines of `%%`; at least one.
  package static func parts(of input: [UInt8]) -> [[UInt8]] {
    let mark = Array("\n%%\n".utf8)
    var parts: [[UInt8]] = []
    var start = 0
    var index = 0
    while index + mark.count <= input.count {
      if input[index] == 0x0A, input[index..<index + mark.count].elementsEqual(mark) {
        parts.append(Array(input[start..<index]))
        index += mark.count
        start = index
      } else {
        index += 1
      }
    }
    return parts + [Array(input[start...])]
  }
}
