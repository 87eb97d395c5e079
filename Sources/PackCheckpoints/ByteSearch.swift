extension UnsafeRawBufferPointer {
  /// Where a few bytes begin that are looked for.
  func firstRange(of pattern: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first, start <= count else { return nil }
    var rest = self[start...]
    while let position = rest.firstIndex(of: first) {
      if self[position...].starts(with: pattern) { return position }
      rest = self[(position + 1)...]
    }
    return nil
  }
}
