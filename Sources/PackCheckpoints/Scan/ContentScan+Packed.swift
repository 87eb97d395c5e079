import PackFiles

extension ContentScan {
  /// Scans every member of a zip archive.
  func scanZip() -> PickleScan? {
    var sum = ScanSum()
    do {
      let members = try ZipMembers(bytes, name: name)
      let torch = try? TorchFolder(members.all, name: name)
      for member in members.all where !member.isDirectory {
        // What torch reads as numbers is none of its pickles.
        if let torch, member.headerOffset != torch.pickle.headerOffset { continue }
        try budget.takeMember(at: Place(file: name))
        sum.add(try scanMember(member, of: members))
      }
      return sum.scan(as: torch == nil ? .zip : .torch)
    } catch {
      sum.add(
        error as? CheckpointError
          ?? CheckpointError(.zipMalformed, at: Place(file: name), problem: "zip archive cannot be read"))
      // Another reader may be less strict: whatever looks like a member is scanned.
      ZipSalvage.members(of: bytes) { path, data in
        sum.add(inner(data, path: path, isCut: false).scanPickles(.zip))
      }
      return sum.scan(as: .zip)
    }
  }

  private func scanMember(_ member: ZipMember, of members: ZipMembers) throws -> PickleScan? {
    if member.method == .stored {
      return inner(
        UnsafeRawBufferPointer(rebasing: bytes[member.dataRange]), path: member.path, isCut: false
      ).scan()
    }
    let limit = try budget.layerLimit(at: Place(file: name))
    guard member.size > limit else {
      budget.note(inflated: member.size)
      return try members.bytes(of: member, limit: limit).withUnsafeBytes {
        inner($0, path: member.path, isCut: false).scan()
      }
    }
    let data = UnsafeRawBufferPointer(rebasing: bytes[member.dataRange])
    let beginning = Inflater.beginning(of: data, format: .raw, limit: limit)
    budget.note(inflated: beginning.bytes.count)
    return beginning.bytes.withUnsafeBytes { inner($0, path: member.path, isCut: true).scan() }
  }

  /// Scans every file in a tar archive.
  func scanTar() -> PickleScan? {
    var sum = ScanSum()
    do {
      try TarArchive.eachFile(of: bytes, name: name) { path, data throws(CheckpointError) in
        try budget.takeMember(at: Place(file: name))
        sum.add(inner(data, path: path, isCut: false).scan())
      }
    } catch {
      sum.add(
        isCut ? ScanBudget.error("tar archive is larger than the decompressed part", at: error.place) : error)
    }
    return sum.scan(as: .tar)
  }

  /// Scans what a compressed file holds.
  func scanCompressed(_ format: CompressedFormat) -> PickleScan? {
    guard let start = format.start(in: bytes), start <= bytes.count else {
      return PickleScan(
        kind: .compressed, foundPickle: false,
        problem: CheckpointError(
          .notDecompressed, at: Place(file: name),
          problem: "compressed file cannot be scanned, but pickle loaders decompress it",
          expected: "gzip, zlib, or no compression", found: format.rawValue))
    }
    var sum = ScanSum()
    do {
      let data = UnsafeRawBufferPointer(rebasing: bytes[start...])
      let limit = try budget.layerLimit(at: Place(file: name))
      let beginning = Inflater.beginning(of: data, format: .withHeader, limit: limit)
      budget.note(inflated: beginning.bytes.count)
      sum.add(
        beginning.bytes.withUnsafeBytes { inner($0, path: nil, isCut: beginning.isCut || isCut).scan() })
    } catch {
      sum.add(error)
    }
    return sum.scan(as: .compressed)
  }
}
