import PackFiles
import PackJSON

/// The central directory of a zip archive, read strictly: whatever two readers could understand differently is refused.
///
/// Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3.
struct ZipDirectory {
  /// More members than any checkpoint has tensors.
  static let maximumCount = 100_000
  /// More bytes than the directory of so many members takes.
  static let maximumSize = 1 << 25

  /// The members in the directory's order; their own headers are not looked at yet.
  private(set) var members: [ZipMember] = []
  /// Where the directory begins: the end of the members' bytes.
  let start: Int

  private let file: String

  /// Reads the directory at the end of an archive.
  init(_ bytes: UnsafeRawBufferPointer, name: String) throws(CheckpointError) {
    file = name
    let end = try EndRecord(bytes, name: name)
    start = end.directoryOffset
    guard let directory = bytes.part(end.directoryOffset, end.directorySize) else {
      throw CheckpointError(
        .zipMalformed, at: Place(file: name, byteOffset: end.offset),
        problem: "zip directory extends beyond the file"
      )
    }
    guard end.count <= Self.maximumCount, directory.count <= Self.maximumSize else {
      throw CheckpointError(
        .zipTooLarge, at: Place(file: name, byteOffset: end.offset), problem: "zip directory is too large",
        expected: "at most \(Self.maximumCount) members in \(Self.maximumSize) bytes",
        found: "\(end.count) in \(directory.count)")
    }
    var offset = 0
    var paths: Set<[UInt8]> = []
    while offset < directory.count {
      let (member, size) = try member(directory, at: offset)
      guard paths.insert(Array(member.path.utf8)).inserted else {
        throw error(
          .zipUnsafeName, offset, "two zip members have the same name", found: member.path.quotedForMessage)
      }
      members.append(member)
      offset += size
    }
    guard members.count == end.count else {
      throw error(
        .zipMalformed, 0, "wrong number of zip members", expected: "\(end.count)", found: "\(members.count)")
    }
  }

  /// One entry and its size in bytes.
  private func member(
    _ bytes: UnsafeRawBufferPointer, at offset: Int
  ) throws(CheckpointError) -> (ZipMember, Int) {
    let fixed = 46
    guard let entry = bytes.part(offset, fixed), entry.integer(UInt32.self, at: 0) == 0x0201_4B50 else {
      throw error(.zipMalformed, offset, "invalid zip directory entry")
    }
    func short(_ at: Int) -> UInt16 { entry.integer(UInt16.self, at: at) ?? 0 }
    func long(_ at: Int) -> UInt32 { entry.integer(UInt32.self, at: at) ?? 0 }
    let flags = short(8)
    let nameSize = Int(short(28))
    let extraSize = Int(short(30))
    let commentSize = Int(short(32))
    guard let rest = bytes.part(offset + fixed, nameSize + extraSize + commentSize),
      let nameBytes = rest.part(0, nameSize), let extra = rest.part(nameSize, extraSize)
    else { throw error(.zipMalformed, offset, "zip entry extends beyond the directory") }
    guard let path = String(validating: nameBytes, as: UTF8.self), isSafe(path) else {
      throw error(
        .zipUnsafeName, offset, "unsafe zip member name",
        expected: "a relative path in UTF-8 without '..'",
        found: String(decoding: nameBytes, as: UTF8.self).quotedForMessage)
    }
    // 0: encrypted, 5: patch data, 6: strong encryption, 13: masked headers.
    guard flags & 0b0010_0000_0110_0001 == 0 else {
      throw error(.zipUnsupported, offset, "encrypted or patched zip member", found: path.quotedForMessage)
    }
    guard let method = ZipMember.Method(rawValue: short(10)) else {
      throw error(
        .zipUnsupported, offset, "unknown compression method of a zip member",
        expected: "0 (stored) or 8 (deflated)",
        found: "\(short(10)) for \(path.quotedForMessage)")
    }
    // The upper half is the Unix mode where the maker was Unix; a link's bytes are a path.
    guard short(4) >> 8 != 3 || long(38) >> 28 != 0xA else {
      throw error(.zipUnsafeName, offset, "zip member is a symbolic link", found: path.quotedForMessage)
    }
    let large = try Zip64Extra(extra, at: Place(file: file, byteOffset: start + offset))
    var wide = large.values.makeIterator()
    func field(_ value: UInt32) throws(CheckpointError) -> Int {
      guard value == .max, large.isPresent else { return Int(value) }
      guard let value = wide.next(), let result = Int(exactly: value) else {
        throw error(
          .zipMalformed, offset, "zip64 field is missing or too large", found: path.quotedForMessage)
      }
      return result
    }
    let size = try field(long(24))
    let compressedSize = try field(long(20))
    let headerOffset = try field(long(42))
    guard short(34) == 0 || short(34) == .max && large.isPresent else {
      throw error(.zipUnsupported, offset, "multi-volume zip archive")
    }
    guard method == .deflated || size == compressedSize else {
      throw error(
        .zipMalformed, offset, "stored zip member has two different sizes", expected: "\(size)",
        found: "\(compressedSize)")
    }
    let member = ZipMember(
      path: path, method: method, checksum: long(16), compressedSize: compressedSize, size: size,
      hasDescriptor: flags & 8 != 0, flags: flags, headerOffset: headerOffset)
    guard !member.isDirectory || size == 0 && compressedSize == 0 else {
      throw error(
        .zipMalformed, offset, "zip entry of a directory has contents", found: path.quotedForMessage)
    }
    return (member, fixed + rest.count)
  }

  /// Whether a path stays inside the archive on every system.
  private func isSafe(_ path: String) -> Bool {
    guard !path.isEmpty, !path.utf8.contains(where: { $0 < 0x20 || $0 == 0x5C || $0 == 0x7F })
    else {
      return false
    }
    // A drive of Windows; elsewhere a colon is a part of a name.
    if path.utf8.dropFirst().first == UInt8(ascii: ":") { return false }
    let components = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for (position, component) in components.enumerated() {
      if component.isEmpty && (position == 0 || position < components.count - 1) { return false }
      if component.elementsEqual("..".utf8) || component.elementsEqual(".".utf8) { return false }
    }
    return true
  }

  private func error(
    _ code: CheckpointError.Code, _ offset: Int, _ problem: String, expected: String? = nil,
    found: String? = nil
  ) -> CheckpointError {
    CheckpointError(
      code, at: Place(file: file, byteOffset: start + offset), problem: problem, expected: expected,
      found: found)
  }
}
