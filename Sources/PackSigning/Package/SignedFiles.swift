import PackDigests
import PackFiles
import PackThreads

/// How a directory differs from what was signed.
public enum SignedFileDifference: Sendable, Hashable {
  /// A file has other bytes; its SHA-256, where all of it was signed at once.
  case changed(path: String, expected: String, found: String)
  /// A signed file is not there.
  case missing(path: String)
  /// A file that nobody signed.
  case unsigned(path: String)
  /// A file that the signature leaves out, and the signer's reason: the path that is ignored.
  case ignored(path: String, by: String)
}

extension SignedStatement {
  /// What the signature leaves out of a path: the ignored path that it lies in; nil where it should be signed.
  private func ignoring(_ path: String) -> String? {
    let always = SigningNames.foreign + [SigningNames.signature]
    let steps = Self.steps(path)
    return (always + ignoredPaths).first { ignored in
      ignored.utf8.first != UInt8(ascii: "/") && steps.starts(with: Self.steps(ignored))
    }
  }

  /// The names between the slashes of a path, by bytes: a slash with a combining mark behind it is one, too.
  private static func steps(_ path: String) -> [ExactText] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { ExactText(Substring($0)) }
      .filter { $0 != ExactText(".") }
  }

  /// Compares a directory with the signed files.
  ///
  /// - Parameters:
  ///   - root: the directory.
  ///   - files: the files in it, but for those that no signature covers.
  ///   - threads: how many threads may be used.
  /// - Returns: the differences, files in the order of their paths.
  /// - Throws: ``PackFiles/FileError`` or ``PackDigests/DigestError``.
  public func differences(
    in root: String, files: [String], threads: Int
  ) throws -> [SignedFileDifference] {
    let parts = Dictionary(grouping: resources) { ExactText($0.path) }
    let paths = parts.keys.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let compared = concurrently(paths.count, threads: threads) { index in
      Result { try Self.difference(paths[index], parts[ExactText(paths[index])] ?? [], in: root) }
    }
    var differences = try compared.compactMap { try $0.get() }
    for path in files where parts[ExactText(path)] == nil {
      if let ignored = ignoring(path) {
        differences.append(.ignored(path: path, by: ignored))
      } else if !isSharded || fileSize(joinPath(root, path)) != 0 {
        differences.append(.unsigned(path: path))
      }
    }
    return differences
  }

  private static func difference(
    _ path: String, _ parts: [Resource], in root: String
  ) throws -> SignedFileDifference? {
    guard fileKind(joinPath(root, path)) == .file else { return .missing(path: path) }
    let file = try MappedFile(joinPath(root, path), name: path)
    if parts.count == 1, let part = parts.first, part.range == nil {
      let found = try SHA256Digest(of: file, name: path)
      if found == part.digest { return nil }
      return .changed(path: path, expected: "sha256 \(part.digest)", found: "sha256 \(found)")
    }
    var end = 0
    for part in parts.sorted(by: { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }) {
      guard let range = part.range, range.lowerBound == end else {
        return .changed(path: path, expected: "a part from byte \(end)", found: "none")
      }
      end = range.upperBound
      guard end <= file.count else {
        return .changed(path: path, expected: "at least \(end) bytes", found: "\(file.count) bytes")
      }
      let found = try file.withBytes { bytes in
        try SHA256Digest(of: UnsafeRawBufferPointer(rebasing: bytes[range]), name: path)
      }
      guard found == part.digest else {
        return .changed(
          path: path, expected: "sha256 \(part.digest) of the bytes \(range.lowerBound) to \(end)",
          found: "sha256 \(found)")
      }
    }
    return end == file.count
      ? nil : .changed(path: path, expected: "\(end) bytes", found: "\(file.count) bytes")
  }
}
