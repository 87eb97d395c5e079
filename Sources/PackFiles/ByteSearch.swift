import CPackFiles

extension UnsafeRawBufferPointer {
  /// Where a few bytes begin that are looked for: linear, whatever they are.
  ///
  /// - Returns: the first place at `start` or behind it; nil where they are not there, or where there are none to look for.
  package func firstRange(of pattern: [UInt8], from start: Int = 0) -> Int? {
    guard !pattern.isEmpty, start >= 0, start <= count, let baseAddress else { return nil }
    let place = pattern.withUnsafeBytes { bytes in
      cfiles_find(baseAddress + start, count - start, bytes.baseAddress, bytes.count)
    }
    return place < 0 ? nil : start + place
  }
}
