import CZlib
import Files

/// Inflates a raw deflate stream a piece at a time, and to no more than the size that was declared.
enum Inflater {
  /// Size of the pieces.
  static let pieceSize = 1 << 18

  /// Inflates.
  ///
  /// - Parameters:
  ///   - input: the whole stream and nothing else.
  ///   - size: what it has to inflate to.
  ///   - place: where it stands, for messages.
  ///   - body: takes the pieces.
  static func inflate(
    _ input: UnsafeRawBufferPointer, size: Int, at place: Place,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    // zlib's state points back to the stream, which therefore must not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 16)
    defer {
      inflateEnd(stream)
      stream.deallocate()
      piece.deallocate()
    }
    guard inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw CheckpointError(.zipChecksum, at: place, problem: "no memory to inflate a zip member")
    }
    var consumed = 0
    var produced = 0
    var status = Z_OK
    while status == Z_OK {
      let available = min(input.count - consumed, 1 << 30)
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: input.baseAddress.map { ($0 + consumed).assumingMemoryBound(to: UInt8.self) })
      stream.pointee.avail_in = uInt(available)
      stream.pointee.next_out = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = uInt(pieceSize)
      status = CZlib.inflate(stream, Z_NO_FLUSH)
      consumed += available - Int(stream.pointee.avail_in)
      let got = pieceSize - Int(stream.pointee.avail_out)
      produced += got
      guard produced <= size else {
        throw error(at: place, expected: "\(size) bytes", found: "more")
      }
      if got > 0 { try body(UnsafeRawBufferPointer(rebasing: piece[..<got])) }
    }
    guard status == Z_STREAM_END else {
      throw error(at: place, expected: "a deflate stream", found: "other bytes")
    }
    guard produced == size, consumed == input.count else {
      throw error(
        at: place, expected: "\(size) bytes from \(input.count)", found: "\(produced) from \(consumed)")
    }
  }

  /// The beginning of what a gzip or zlib stream inflates to; nil for any other bytes.
  ///
  /// - Parameter limit: how much of it at most.
  static func beginning(of input: UnsafeRawBufferPointer, limit: Int) -> [UInt8]? {
    guard input.count > 2 else { return nil }
    let isGzip = input[0] == 0x1F && input[1] == 0x8B
    // 15 bits of window at most, and a check of the two bytes.
    let isZlib = input[0] & 0x8F == 0x08 && (Int(input[0]) << 8 | Int(input[1])) % 31 == 0
    guard isGzip || isZlib else { return nil }
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 16)
    defer {
      inflateEnd(stream)
      stream.deallocate()
      piece.deallocate()
    }
    // 32 more: either header.
    guard inflateInit2_(stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    var output: [UInt8] = []
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) })
    stream.pointee.avail_in = uInt(min(input.count, 1 << 30))
    var status = Z_OK
    while status == Z_OK, output.count < limit {
      stream.pointee.next_out = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = uInt(pieceSize)
      status = CZlib.inflate(stream, Z_NO_FLUSH)
      output += piece[..<(pieceSize - Int(stream.pointee.avail_out))]
    }
    return output.isEmpty ? nil : output
  }

  private static func error(at place: Place, expected: String, found: String) -> CheckpointError {
    CheckpointError(
      .zipChecksum, at: place, problem: "zip member does not inflate", expected: expected, found: found)
  }
}
