import PackFiles
import PackJSON

extension SafetensorsFile {
  /// Writes a copy whose metadata name the format, `{"format": "pt"}`; other metadata, the order of the tensors and their
  /// bytes stay as they are.
  ///
  /// - Parameter path: a path that does not exist.
  /// - Throws: ``PackFiles/FileError``, or ``PackJSON/JSONError``.
  public func writeNamingFormat(to path: String) throws {
    try file.withBytes { bytes in
      let start = 8 + headerSize
      var text = try headerNamingFormat()
      text.append(contentsOf: repeatElement(0x20, count: (8 - text.count % 8) % 8))
      var output = try OutputFile(creating: path)
      try output.write(withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text)
      try output.write(UnsafeRawBufferPointer(rebasing: bytes[start...]))
      try output.finish()
    }
  }

  private func headerNamingFormat() throws(JSONError) -> [UInt8] {
    let header = Array(file.withBytes { $0[8..<(8 + headerSize)].reversed().drop { $0 == 0x20 }.reversed() })
    let document = try JSONDocument(bytes: header, name: name)
    guard let metadata = document.root["__metadata__"] else {
      return try document.adding("__metadata__", .object(["format": .string("pt")]), to: document.root)
    }
    guard let format = metadata["format"] else {
      return try document.adding("format", .string("pt"), to: metadata)
    }
    return document.replacing(format, with: .string("pt"))
  }
}
