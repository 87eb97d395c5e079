import PackFiles

/// Tells by its bytes what a file is, and scans what can be unpickled in it.
struct ContentScan {
  let file: MappedFile
  let name: String

  /// Scans the whole file; nil where it holds no pickle.
  func scan(_ bytes: UnsafeRawBufferPointer) -> PickleScan? {
    if ZipArchive.isArchive(bytes) || endsAsArchive(bytes) { return scanArchive(bytes) }
    if bytes.part(257, 5)?.elementsEqual("ustar".utf8) == true { return scanTar(bytes) }
    if bytes.starts(with: [0x93] + Array("NUMPY".utf8)) { return scanArray(bytes) }
    if TorchStream.isStream(bytes) {
      // Five pickles; the storages that follow are numbers, which could look like anything.
      return scanPickles(bytes, kind: .torchLegacy, member: nil, most: 5)
    }
    if let inflated = Inflater.beginning(of: bytes, limit: Self.inflatedLimit),
      let scan = inflated.withUnsafeBytes({ bytes in
        scanPickles(bytes, kind: .compressed, member: nil)
          ?? scanArray(bytes).map { PickleScan(kind: .compressed, imports: $0.imports, problem: $0.problem) }
      })
    {
      return scan
    }
    return scanPickles(bytes, kind: .pickle, member: nil)
  }

  /// How much of a compressed file is looked at; the imports of a pickle stand before what they are used for.
  private static let inflatedLimit = 1 << 24

  /// Scans pickles that follow each other; nil where the bytes begin with none.
  private func scanPickles(
    _ bytes: UnsafeRawBufferPointer, kind: PickleScan.Kind, member: String?, from start: Int = 0,
    most: Int = 1 << 10
  ) -> PickleScan? {
    var imports: [PickleImport] = []
    var problem: CheckpointError?
    var position: Int? = start
    var count = 0
    while let from = position, from < bytes.count, count < most, problem == nil {
      let scanner = PickleScanner(bytes, name: member.map { "\(name):\($0)" } ?? name, from: from)
      guard isPickle(scanner, bytes, from: from) else { break }
      count += 1
      imports += scanner.imports.map {
        PickleImport(
          module: $0.module, name: $0.name, member: member, byteOffset: $0.offset, isAllowed: $0.isAllowed)
      }
      problem = scanner.problem
      position = scanner.end
    }
    return count == 0 ? nil : PickleScan(kind: kind, imports: imports, problem: problem)
  }

  /// Whether Python would take bytes for a pickle, and get anywhere with them. Only protocols from 2 on have a
  /// signature, and that is two bytes; text can look like the others.
  private func isPickle(_ scanner: PickleScanner, _ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
    if scanner.runsCode { return true }
    if bytes[start] == PickleOpcode.proto.rawValue {
      guard let version = bytes.integer(UInt8.self, at: start + 1), version <= 5 else { return false }
      return scanner.end != nil || !scanner.imports.isEmpty || scanner.instructionCount > 2
    }
    guard scanner.isSound, let end = scanner.end else { return false }
    return bytes[end...].allSatisfy { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }
  }

  /// Whether the bytes end as a zip archive does, comment included: many readers look there alone, and take an archive
  /// for one that something stands before.
  private func endsAsArchive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let size = 22
    guard bytes.count >= size else { return false }
    return (max(0, bytes.count - size - 0xFFFF)...(bytes.count - size)).contains { position in
      bytes[position] == 0x50 && bytes.integer(UInt32.self, at: position) == 0x0605_4B50
        && bytes.integer(UInt16.self, at: position + 20).map { Int($0) } == bytes.count - size - position
    }
  }

  private func scanArchive(_ bytes: UnsafeRawBufferPointer) -> PickleScan? {
    var imports: [PickleImport] = []
    var problem: CheckpointError?
    var found = false
    func add(_ scan: PickleScan?) {
      guard let scan else { return }
      found = true
      imports += scan.imports
      problem = problem ?? scan.problem
    }
    do {
      let archive = try ZipArchive(file, name: name)
      let torch = try? TorchArchive(archive)
      for member in archive.members where !member.isDirectory {
        // What torch reads as numbers is none of its pickles.
        if let torch, member.path != torch.pickle.path { continue }
        add(try scanMember(member, of: archive))
      }
      guard found else { return nil }
      return PickleScan(kind: torch == nil ? .zip : .torch, imports: imports, problem: problem)
    } catch {
      let failure = error as? CheckpointError
      // Another reader may be less strict: whatever looks like a member is scanned.
      ZipSalvage.members(of: bytes) { path, data in add(scanPickles(data, kind: .zip, member: path)) }
      guard found || ZipArchive.isArchive(bytes) else { return nil }
      return PickleScan(
        kind: .zip, imports: imports,
        problem: failure
          ?? CheckpointError(.zipMalformed, at: Place(file: name), problem: "zip archive cannot be read"))
    }
  }

  private func scanMember(_ member: ZipMember, of archive: ZipArchive) throws -> PickleScan? {
    if member.method == .stored {
      return file.withBytes { bytes in
        let data = UnsafeRawBufferPointer(rebasing: bytes[member.dataRange])
        return scanPickles(data, kind: .zip, member: member.path) ?? scanArray(data, member: member.path)
      }
    }
    return try archive.bytes(of: member, limit: 1 << 28).withUnsafeBytes { data in
      scanPickles(data, kind: .zip, member: member.path) ?? scanArray(data, member: member.path)
    }
  }

  /// A NumPy array whose elements are objects: a pickle follows the header.
  private func scanArray(_ bytes: UnsafeRawBufferPointer, member: String? = nil) -> PickleScan? {
    guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)), let version = bytes.integer(UInt8.self, at: 6)
    else {
      return nil
    }
    let size =
      version == 1
      ? bytes.integer(UInt16.self, at: 8).map { Int($0) + 10 }
      : bytes.integer(UInt32.self, at: 8).map { Int($0) + 12 }
    guard let size, size <= bytes.count else { return nil }
    return scanPickles(bytes, kind: .numpy, member: member, from: size)
  }

  private func scanTar(_ bytes: UnsafeRawBufferPointer) -> PickleScan? {
    var imports: [PickleImport] = []
    var problem: CheckpointError?
    var found = false
    for member in TarMember.members(of: bytes) {
      guard let scan = scanPickles(member.bytes, kind: .tar, member: member.path) else { continue }
      found = true
      imports += scan.imports
      problem = problem ?? scan.problem
    }
    return found ? PickleScan(kind: .tar, imports: imports, problem: problem) : nil
  }
}
