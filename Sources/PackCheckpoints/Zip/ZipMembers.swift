import PackFiles
import PackJSON

/// The members of a zip archive in memory, checked against each other and against the bytes.
///
/// Every byte before the directory belongs to exactly one member, so that all readers see the same archive.
struct ZipMembers {
  let bytes: UnsafeRawBufferPointer
  /// The name that messages give the archive.
  let name: String
  /// The members in the order of their bytes.
  let all: [ZipMember]

  /// What all deflated members together may inflate to: trained weights deflate to nine tenths, and a file that grows
  /// twentyfold is not made of them.
  static let largestGrowth = 20
  /// Size below which growth does not matter.
  static let harmlessSize = 1 << 26

  /// Reads directory and headers; the members' bytes are not touched.
  ///
  /// - Throws: ``CheckpointError``.
  init(_ bytes: UnsafeRawBufferPointer, name: String) throws(CheckpointError) {
    self.bytes = bytes
    self.name = name
    let directory = try ZipDirectory(bytes, name: name)
    var members = directory.members
    for position in members.indices {
      try Self.readHeader(of: &members[position], in: bytes, before: directory.start, name: name)
    }
    members.sort { $0.headerOffset < $1.headerOffset }
    try Self.checkCoverage(members, in: bytes, before: directory.start, name: name)
    try Self.checkGrowth(members, fileSize: bytes.count, name: name)
    all = members
  }

  /// Members of the same bytes that were read before.
  init(_ bytes: UnsafeRawBufferPointer, name: String, known members: [ZipMember]) {
    self.bytes = bytes
    self.name = name
    all = members
  }

  /// A member's own place, for messages.
  func place(of member: ZipMember) -> Place { Place(file: "\(name):\(member.path)") }

  /// The bytes of a small member, checked.
  ///
  /// - Parameter limit: the most bytes that are accepted.
  func bytes(of member: ZipMember, limit: Int) throws -> [UInt8] {
    guard member.size <= limit else {
      throw CheckpointError(
        .zipTooLarge, at: place(of: member), problem: "zip member is too large",
        expected: "at most \(limit) bytes", found: "\(member.size)")
    }
    var result: [UInt8] = []
    result.reserveCapacity(member.size)
    try read(member) { result.append(contentsOf: $0) }
    return result
  }

  /// Passes a member's bytes on, a piece at a time.
  ///
  /// - Throws: what `body` throws, or ``CheckpointError`` where size or checksum differ from what is recorded; by then all
  ///   pieces have been passed on.
  func read(_ member: ZipMember, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let data = UnsafeRawBufferPointer(rebasing: bytes[member.dataRange])
    var checksum = Checksum()
    switch member.method {
    case .stored:
      for start in stride(from: 0, to: data.count, by: Inflater.pieceSize) {
        let piece = UnsafeRawBufferPointer(
          rebasing: data[start..<min(start + Inflater.pieceSize, data.count)])
        checksum.update(piece)
        try body(piece)
      }
    case .deflated:
      try Inflater.inflate(data, size: member.size, at: place(of: member)) { piece in
        checksum.update(piece)
        try body(piece)
      }
    }
    guard checksum.value == member.checksum else {
      throw CheckpointError(
        .zipChecksum, at: place(of: member), problem: "zip member has a wrong checksum",
        expected: String(member.checksum, radix: 16), found: String(checksum.value, radix: 16))
    }
  }

  /// Holds a member's own header against the directory, and finds its bytes.
  private static func readHeader(
    of member: inout ZipMember, in bytes: UnsafeRawBufferPointer, before end: Int, name: String
  ) throws(CheckpointError) {
    let fixed = 30
    let place = Place(file: name, byteOffset: member.headerOffset)
    guard let header = bytes.part(member.headerOffset, fixed),
      header.integer(UInt32.self, at: 0) == 0x0403_4B50
    else {
      throw CheckpointError(
        .zipMalformed, at: place, problem: "zip member header is missing", expected: "that of \(member.path)")
    }
    func short(_ at: Int) -> UInt16 { header.integer(UInt16.self, at: at) ?? 0 }
    func long(_ at: Int) -> UInt32 { header.integer(UInt32.self, at: at) ?? 0 }
    let nameSize = Int(short(26))
    let extraSize = Int(short(28))
    guard let path = bytes.part(member.headerOffset + fixed, nameSize),
      let extra = bytes.part(member.headerOffset + fixed + nameSize, extraSize)
    else {
      throw CheckpointError(.zipMalformed, at: place, problem: "zip member header extends beyond the file")
    }
    let large = try Zip64Extra(extra, at: place)
    // A writer of a descriptor after the bytes may leave the header's fields at zero.
    func agrees(_ field: UInt32, _ value: Int, wide: Int) -> Bool {
      if member.hasDescriptor && (field == 0 || field == .max) { return true }
      if field == .max, large.values.indices.contains(wide) { return large.values[wide] == UInt64(value) }
      return UInt64(field) == UInt64(value)
    }
    guard path.elementsEqual(member.path.utf8), short(6) == member.flags, short(8) == member.method.rawValue,
      long(14) == member.checksum || member.hasDescriptor && long(14) == 0,
      agrees(long(22), member.size, wide: 0), agrees(long(18), member.compressedSize, wide: 1)
    else {
      throw CheckpointError(
        .zipDisagrees, at: place, problem: "zip member header differs from the directory",
        expected: "name, flags, method, checksum and sizes of \(member.path.quotedForMessage)")
    }
    member.dataOffset = member.headerOffset + fixed + nameSize + extraSize
    guard member.dataOffset <= end, end - member.dataOffset >= member.compressedSize else {
      throw CheckpointError(
        .zipMalformed, at: place, problem: "zip member overlaps the directory", found: member.path)
    }
  }

  /// The members, in the order of their bytes, must touch: no byte belongs to two of them, or to none.
  private static func checkCoverage(
    _ members: [ZipMember], in bytes: UnsafeRawBufferPointer, before end: Int, name: String
  ) throws(CheckpointError) {
    var covered = 0
    for (position, member) in members.enumerated() {
      let next = position + 1 < members.count ? members[position + 1].headerOffset : end
      let place = Place(file: name, byteOffset: member.headerOffset)
      guard member.headerOffset == covered, next >= member.dataRange.upperBound else {
        throw CheckpointError(
          .zipOverlap, at: place,
          problem: next < member.dataRange.upperBound
            ? "zip members overlap" : "bytes before the first zip member",
          found: member.path.quotedForMessage)
      }
      let gap = UnsafeRawBufferPointer(rebasing: bytes[member.dataRange.upperBound..<next])
      guard gap.isEmpty || member.hasDescriptor && isDescriptor(gap, of: member) else {
        throw CheckpointError(
          .zipOverlap, at: Place(file: name, byteOffset: member.dataRange.upperBound),
          problem: "bytes outside of all zip members",
          found: "\(gap.count) after \(member.path.quotedForMessage)")
      }
      covered = next
    }
  }

  /// Whether bytes are the descriptor of a member: its checksum and sizes, with or without a signature.
  private static func isDescriptor(_ bytes: UnsafeRawBufferPointer, of member: ZipMember) -> Bool {
    let fields = bytes.count % 8 == 0 ? 4 : 0
    guard fields == 0 || bytes.integer(UInt32.self, at: 0) == 0x0807_4B50,
      bytes.integer(UInt32.self, at: fields) == member.checksum
    else { return false }
    switch bytes.count - fields {
    case 12:
      return bytes.integer(UInt32.self, at: fields + 4) == UInt32(truncatingIfNeeded: member.compressedSize)
        && bytes.integer(UInt32.self, at: fields + 8) == UInt32(truncatingIfNeeded: member.size)
    case 20:
      return bytes.integer(UInt64.self, at: fields + 4) == UInt64(member.compressedSize)
        && bytes.integer(UInt64.self, at: fields + 12) == UInt64(member.size)
    default: return false
    }
  }

  private static func checkGrowth(
    _ members: [ZipMember], fileSize: Int, name: String
  ) throws(CheckpointError) {
    var total = 0
    let (grown, _) = fileSize.multipliedReportingOverflow(by: largestGrowth)
    let limit = harmlessSize + min(grown, Int.max - harmlessSize)
    for member in members {
      let (sum, overflow) = total.addingReportingOverflow(member.size)
      guard !overflow, sum <= limit else {
        throw CheckpointError(
          .zipTooLarge, at: Place(file: name, byteOffset: member.headerOffset),
          problem: "zip archive decompresses to too many bytes", expected: "at most \(limit) bytes",
          found: "more, with \(member.path.quotedForMessage)")
      }
      total = sum
    }
  }
}
