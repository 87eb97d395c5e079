import PackFiles

/// The zip64 field among a header's extra fields: the values that do not fit 32 bits, in the order of the header.
struct Zip64Extra {
  private(set) var values: [UInt64] = []
  private(set) var isPresent = false

  /// Looks through extra fields, which have to fill their space exactly.
  init(_ extra: UnsafeRawBufferPointer, at place: Place) throws(CheckpointError) {
    var offset = 0
    while offset < extra.count {
      guard let id = extra.integer(UInt16.self, at: offset),
        let size = extra.integer(UInt16.self, at: offset + 2), let field = extra.part(offset + 4, Int(size))
      else {
        throw CheckpointError(.zipMalformed, at: place, problem: "malformed extra field of a zip member")
      }
      offset += 4 + field.count
      guard id == 1 else { continue }
      guard !isPresent else {
        throw CheckpointError(.zipMalformed, at: place, problem: "zip member has two zip64 fields")
      }
      isPresent = true
      values = stride(from: 0, to: field.count - 7, by: 8).compactMap { field.integer(UInt64.self, at: $0) }
    }
  }
}
