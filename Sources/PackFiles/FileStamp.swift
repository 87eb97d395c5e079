#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What tells whether a file has been written to, or has been replaced, since it was looked at.
package struct FileStamp: Sendable, Hashable {
  private let device: UInt64
  private let inode: UInt64
  /// Bytes.
  package let size: Int
  /// Nanoseconds since 1970.
  private let modified: Int64
  private let changed: Int64
  private let links: UInt64
  private let mode: UInt64
  private let owners: [UInt64]

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    size = Int(status.st_size)
    #if canImport(Darwin)
      modified = Self.nanoseconds(status.st_mtimespec)
      changed = Self.nanoseconds(status.st_ctimespec)
    #else
      modified = Self.nanoseconds(status.st_mtim)
      changed = Self.nanoseconds(status.st_ctim)
    #endif
    links = UInt64(truncatingIfNeeded: status.st_nlink)
    mode = UInt64(truncatingIfNeeded: status.st_mode)
    owners = [UInt64(truncatingIfNeeded: status.st_uid), UInt64(truncatingIfNeeded: status.st_gid)]
  }

  /// The stamp of an open file; nil where the system does not tell.
  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The stamp of what a path leads to; nil when it leads nowhere.
  package init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Whether it is the same file, whatever it has now.
  func isSameFile(as other: FileStamp) -> Bool { device == other.device && inode == other.inode }

  /// What has become of the file since, as an error; nil when it is as it was.
  ///
  /// - Parameters:
  ///   - name: what the error calls the file.
  ///   - later: its stamp now; nil when it is gone.
  package func change(of name: String, to later: FileStamp?) -> FileError? {
    guard let later else { return .changed(name, found: "nothing") }
    guard isSameFile(as: later) else { return .changed(name, found: "another file of this name") }
    guard size == later.size else {
      return .changed(name, expected: Self.text(size), found: Self.text(later.size))
    }
    // A link made or removed, new permissions and a new owner change the second time and no byte.
    let hasOtherStatus = links != later.links || mode != later.mode || owners != later.owners
    guard modified == later.modified, changed == later.changed || hasOtherStatus else {
      return .changed(name, found: "a later time of change")
    }
    return nil
  }

  /// `1 byte`, `7,021 bytes`.
  private static func text(_ size: Int) -> String { size == 1 ? "1 byte" : "\(groupedText(size)) bytes" }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

extension FileError {
  /// The error for a file that is not what it was.
  package static func changed(_ name: String, expected: String? = nil, found: String? = nil) -> FileError {
    FileError(
      .changedWhileReading, path: name, problem: "the file changed while it was read", expected: expected,
      found: found)
  }
}
