import CPackZlib
import PackFiles

/// Inflates deflated bytes a piece at a time: a member of a zip archive to no more than the size that was declared, and the
/// beginning of a gzip or zlib stream.
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
    var produced = 0
    let end = try eachPiece(of: input, format: .raw) { piece in
      produced += piece.count
      guard produced <= size else {
        throw error(at: place, expected: "\(size) bytes", found: "more")
      }
      try body(piece)
      return true
    }
    guard let end else {
      throw CheckpointError(.zipChecksum, at: place, problem: "not enough memory to decompress a zip member")
    }
    guard end.status == Z_STREAM_END else {
      throw error(at: place, expected: "a deflate stream", found: "other bytes")
    }
    guard produced == size, end.consumed == input.count else {
      throw error(
        at: place, expected: "\(size) bytes from \(input.count)", found: "\(produced) from \(end.consumed)")
    }
  }

  /// The beginning of what bytes inflate to, as far as they inflate. Streams of gzip and zlib may follow each other.
  ///
  /// - Parameters:
  ///   - format: what stands before the deflated bytes.
  ///   - limit: how much of it at most.
  /// - Returns: the bytes, and whether there are more.
  static func beginning(
    of input: UnsafeRawBufferPointer, format: Format, limit: Int
  ) -> (bytes: [UInt8], isCut: Bool) {
    var output: [UInt8] = []
    var rest = input
    while !rest.isEmpty {
      let end = eachPiece(of: rest, format: format) { piece in
        output += piece.prefix(limit - output.count)
        return output.count < limit
      }
      guard output.count < limit else { return (output, true) }
      guard format == .withHeader, let end, end.status == Z_STREAM_END else { break }
      // Zeros may fill up a file of gzip.
      let next = rest[end.consumed...].drop { $0 == 0 }
      rest = UnsafeRawBufferPointer(rebasing: next)
    }
    return (output, false)
  }

  /// What stands before the deflated bytes, as zlib takes it: its bits of window, and what is added to them.
  enum Format: Int32 {
    case raw = -15
    /// gzip's or zlib's header.
    case withHeader = 47
  }

  /// Inflates piece by piece, until the stream or the input ends or the body has had enough.
  ///
  /// - Returns: zlib's last answer, and how much of the input was read; nil without memory.
  private static func eachPiece(
    of input: UnsafeRawBufferPointer, format: Format, _ body: (UnsafeRawBufferPointer) throws -> Bool
  ) rethrows -> (status: Int32, consumed: Int)? {
    // zlib's state points back to the stream, which therefore must not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 16)
    defer {
      inflateEnd(stream)
      stream.deallocate()
      piece.deallocate()
    }
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, format.rawValue, ZLIB_VERSION, size) == Z_OK else { return nil }
    var consumed = 0
    var status = Z_OK
    while status == Z_OK {
      let available = min(input.count - consumed, 1 << 30)
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: input.baseAddress.map { ($0 + consumed).assumingMemoryBound(to: UInt8.self) })
      stream.pointee.avail_in = uInt(available)
      stream.pointee.next_out = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = uInt(pieceSize)
      status = CPackZlib.inflate(stream, Z_NO_FLUSH)
      consumed += available - Int(stream.pointee.avail_in)
      let got = pieceSize - Int(stream.pointee.avail_out)
      if got > 0, !(try body(UnsafeRawBufferPointer(rebasing: piece[..<got]))) { break }
    }
    return (status, consumed)
  }

  private static func error(at place: Place, expected: String, found: String) -> CheckpointError {
    CheckpointError(
      .zipChecksum, at: place, problem: "zip member cannot be decompressed", expected: expected, found: found)
  }
}
