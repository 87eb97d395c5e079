import PackDigests
import PackFiles
import PackThreads

/// What identifies a package's content, where a report asked for it.
public enum PackageDigest: Sendable, Hashable {
  /// 64 hexadecimal digits.
  case sha256(String)
  /// A file of the package could not be read, and why.
  case failed(String)
}

extension VerifyReport {
  /// Computes the digest of the package: the SHA-256 of the list of all files with their own, in the order of their paths.
  ///
  /// It is what `find . -type f | cut -c3- | LC_ALL=C sort | xargs sha256sum | sha256sum` prints in the package.
  ///
  /// - Parameter threads: how many threads may be used.
  public mutating func addDigest(threads: Int) {
    guard let contents else { return }
    let paths = contents.files.map(\.path).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let root = package
    let digests = concurrently(paths.count, threads: threads) { index in
      Result { try SHA256Digest(of: MappedFile(joinPath(root, paths[index])), name: paths[index]) }
    }
    do {
      var list = ""
      for (path, digest) in zip(paths, digests) {
        fileDigests[path] = "\(try digest.get())"
        list += "\(try digest.get())  \(path)\n"
      }
      contentDigest = .sha256("\(try SHA256Digest(of: Array(list.utf8), name: "the package"))")
    } catch {
      contentDigest = .failed("\(error)")
    }
  }
}
