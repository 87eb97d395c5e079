package import CPackTexts

extension CPackText {
  /// The bytes, copied.
  package var bytes: [UInt8] { [UInt8](UnsafeBufferPointer(start: start, count: count)) }

  /// The text; the files are UTF-8.
  package var string: String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
