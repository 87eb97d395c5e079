import PackFiles

/// A zip archive, mapped: stored members are read in place, deflated ones a piece at a time.
struct ZipArchive: Sendable {
  let file: MappedFile
  /// The name that messages give the file.
  let name: String
  /// The members in the order of their bytes.
  let members: [ZipMember]

  private let positions: [ExactText: Int]

  /// Reads directory and headers; the members' bytes are not touched.
  ///
  /// - Throws: ``CheckpointError``.
  init(_ file: MappedFile, name: String) throws {
    self.file = file
    self.name = name
    members = try file.withBytes { try ZipMembers($0, name: name).all }
    positions = Dictionary(members.enumerated().map { (ExactText($1.path), $0) }) { first, _ in first }
  }

  /// The member of a path.
  subscript(path: String) -> ZipMember? { positions[ExactText(path)].map { members[$0] } }

  /// A member's own place, for messages.
  func place(of member: ZipMember) -> Place { Place(file: "\(name):\(member.path)") }

  /// The bytes of a small member, checked.
  ///
  /// - Parameter limit: the most bytes that are accepted.
  func bytes(of member: ZipMember, limit: Int) throws -> [UInt8] {
    try file.withBytes { try ZipMembers($0, name: name, known: members).bytes(of: member, limit: limit) }
  }

  /// Passes a member's bytes on, a piece at a time.
  ///
  /// - Throws: what `body` throws, or ``CheckpointError`` where size or checksum differ from what is recorded; by then all
  ///   pieces have been passed on.
  func read(_ member: ZipMember, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try file.withBytes { try ZipMembers($0, name: name, known: members).read(member, body) }
  }
}
