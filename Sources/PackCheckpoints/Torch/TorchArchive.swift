import PackFiles
import PackJSON

/// The zip archive that torch.save writes since PyTorch 1.6: one folder with `data.pkl`, a member for each storage, and a
/// few records.
///
/// Source: torch/serialization.py and caffe2/serialize/inline_container.cc of PyTorch.
struct TorchArchive {
  let archive: ZipArchive
  /// The folder, with its slash.
  let folder: String
  let pickle: ZipMember

  private static let recordLimit = 1 << 12

  /// Looks at the members' names.
  ///
  /// - Throws: ``CheckpointError`` where a member is there that torch.save does not write.
  init(_ archive: ZipArchive) throws(CheckpointError) {
    let content = try TorchFolder(archive.members, name: archive.name)
    self.archive = archive
    folder = content.folder
    pickle = content.pickle
  }

  /// The bytes of `data.pkl`.
  func pickleBytes() throws -> [UInt8] { try archive.bytes(of: pickle, limit: PickleLimit.bytes) }

  /// The name that messages give the pickle.
  var pickleName: String { archive.place(of: pickle).file }

  /// Reads the object, and finds the storages.
  func contents(_ pickleBytes: [UInt8]) throws -> TorchContents {
    try checkRecords()
    var contents = try pickleBytes.withUnsafeBytes { bytes throws in
      var machine = TorchMachine(PickleDecoder(bytes, name: pickleName))
      let root = try machine.run()
      guard machine.decoder.position == bytes.count else {
        throw CheckpointError(
          .pickleMalformed, at: Place(file: pickleName, byteOffset: machine.decoder.position),
          problem: "bytes after the pickle's end")
      }
      return try TorchContents(root, in: machine)
    }
    contents.isBigEndian = try record("byteorder").map { try isBig($0) } ?? false
    contents.sources = try sources(of: contents.storages)
    return contents
  }

  private func sources(of storages: [TorchStorage]) throws -> [TorchSource] {
    var unused = Set(archive.members.filter { !$0.isDirectory }.map { ExactText($0.path) })
    for record in TorchFolder.records { unused.remove(ExactText(folder + record)) }
    let sources = try storages.map { storage in
      let path = "\(folder)data/\(storage.key)"
      guard let member = archive[path], unused.remove(ExactText(path)) != nil else {
        throw CheckpointError(
          .torchStorage, at: Place(file: pickleName), problem: "storage is missing",
          expected: path.quotedForMessage)
      }
      guard member.size == storage.byteCount else {
        throw CheckpointError(
          .torchStorage, at: archive.place(of: member),
          problem: "storage size differs from the pickle",
          expected: "\(storage.byteCount) bytes", found: "\(member.size)")
      }
      return member.method == .stored ? TorchSource.inPlace(member.dataRange, member) : .deflated(member)
    }
    if let left = unused.min() {
      throw CheckpointError(
        .torchStorage, at: Place(file: "\(archive.name):\(left.text)"),
        problem: "storage is not used by any tensor"
      )
    }
    return sources
  }

  private func checkRecords() throws {
    if let version = try record("version") {
      let number = Int(String(decoding: version.filter { $0 != 0x0A }, as: UTF8.self))
      guard let number, (1...10).contains(number) else {
        throw CheckpointError(
          .notTorchFile, at: Place(file: "\(archive.name):\(folder)version"),
          problem: "unknown format version",
          expected: "1 to 10", found: String(decoding: version, as: UTF8.self).quotedForMessage)
      }
    }
    for name in [".format_version", ".storage_alignment", ".data/serialization_id"] { _ = try record(name) }
  }

  private func isBig(_ record: [UInt8]) throws(CheckpointError) -> Bool {
    if record.elementsEqual("little".utf8) { return false }
    if record.elementsEqual("big".utf8) { return true }
    throw CheckpointError(
      .notTorchFile, at: Place(file: "\(archive.name):\(folder)byteorder"), problem: "unknown byte order",
      expected: "little or big", found: String(decoding: record, as: UTF8.self).quotedForMessage)
  }

  private func record(_ name: String) throws -> [UInt8]? {
    try archive[folder + name].map { try archive.bytes(of: $0, limit: Self.recordLimit) }
  }
}
