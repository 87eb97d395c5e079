import PackFiles
import PackJSON

/// The folder in a zip archive that torch.save writes, told by the names of the members.
struct TorchFolder {
  /// The folder, with its slash.
  let folder: String
  let pickle: ZipMember

  private static let pickleName = "data.pkl"
  static let records: Set<String> = [
    pickleName, "byteorder", "version", ".format_version", ".storage_alignment", ".data/serialization_id",
  ]

  /// Looks at the members' names.
  ///
  /// - Throws: ``CheckpointError`` where a member is there that torch.save does not write.
  init(_ members: [ZipMember], name: String) throws(CheckpointError) {
    let suffix = Array("/\(Self.pickleName)".utf8)
    let pickles = members.filter { member in
      member.path.utf8.count > suffix.count && member.path.utf8.suffix(suffix.count).elementsEqual(suffix)
        && member.path.utf8.count { $0 == UInt8(ascii: "/") } == 1
    }
    guard let pickle = pickles.first, pickles.count == 1 else {
      throw CheckpointError(
        .notTorchFile, at: Place(file: name), problem: "zip archive is not a checkpoint",
        expected: "one folder with \(Self.pickleName)", found: "\(pickles.count) of them")
    }
    self.pickle = pickle
    folder = String(decoding: pickle.path.utf8.dropLast(Self.pickleName.utf8.count), as: UTF8.self)
    for member in members where !member.isDirectory {
      guard member.path.utf8.starts(with: folder.utf8),
        Self.isKnown(member.path.utf8.dropFirst(folder.utf8.count))
      else {
        let isScript = member.path.hasSuffix("/constants.pkl") || member.path.hasPrefix(folder + "code/")
        throw CheckpointError(
          .notTorchFile, at: Place(file: "\(name):\(member.path)"),
          problem: isScript
            ? "TorchScript program, not a checkpoint" : "member is not one that torch.save writes",
          expected: "a state dict that torch.save wrote")
      }
    }
  }

  private static func isKnown(_ path: Substring.UTF8View) -> Bool {
    let name = String(decoding: path, as: UTF8.self)
    return records.contains(name) || storageKey(name) != nil
  }

  private static func storageKey(_ name: String) -> String? {
    guard name.utf8.starts(with: "data/".utf8) else { return nil }
    let key = name.utf8.dropFirst(5)
    return key.isEmpty || key.contains(UInt8(ascii: "/")) ? nil : String(decoding: key, as: UTF8.self)
  }
}
