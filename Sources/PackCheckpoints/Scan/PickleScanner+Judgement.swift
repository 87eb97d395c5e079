import PackFiles

extension PickleScanner {
  /// Whether Python would take bytes for a pickle, and get anywhere with them. Only protocols from 2 on have a signature,
  /// and that is two bytes; text can look like the others.
  ///
  /// - Parameters:
  ///   - start: where the scan began.
  ///   - isCut: whether more bytes follow that are not there.
  func isPickle(_ bytes: UnsafeRawBufferPointer, from start: Int, isCut: Bool) -> Bool {
    if runsCode || stopsEarly(isCut: isCut) || reach == .certain { return true }
    if reach >= .known && isSound && end != nil || reach > .none && !Self.isText(bytes) { return true }
    if bytes[start] == PickleOpcode.proto.rawValue {
      guard let version = bytes.integer(UInt8.self, at: start + 1), version <= 5 else { return false }
      return end != nil || !imports.isEmpty || instructionCount > 2
    }
    guard isSound, let end else { return false }
    return Self.isBlank(bytes[end...])
  }

  /// Whether the scan, and not Python, ended a pickle that Python would have gone on with.
  func stopsEarly(isCut: Bool) -> Bool {
    guard isSound, let problem else { return false }
    return problem.code == .scanLimit || problem.code == .pickleFrame
      || isCut && problem.code == .pickleTruncated
  }

  /// Whether bytes are line ends and spaces only.
  static func isBlank(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
    bytes.allSatisfy { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }
  }

  /// Whether bytes are UTF-8 without control characters.
  private static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // No list of words is larger.
    bytes.count <= 1 << 26 && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
      && String(validating: bytes, as: UTF8.self) != nil
  }
}
