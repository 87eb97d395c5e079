import CPackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A regular file mapped read-only into memory for as long as the object lives.
///
/// Weights are read in place from such a map: nothing is copied and pages that are not touched cost nothing.
public final class MappedFile: Sendable {
  /// The path that was opened.
  public let path: String

  /// Size in bytes.
  public let count: Int

  private nonisolated(unsafe) let base: UnsafeMutableRawPointer?
  private nonisolated(unsafe) let faults: OpaquePointer?
  /// The file itself, to ask whether it has changed.
  private let descriptor: Int32?
  private let id: Int?

  /// Descriptors below it are kept, so that a checkpoint of many shards leaves some for whatever else is opened.
  private static let descriptorLimit: Int32 = 256

  /// Has the process go on where a file that is mapped becomes shorter, or cannot be read: what is missing reads as zeros, and
  /// whoever computes with it is told by an error. Without this the system ends the process by SIGBUS.
  ///
  /// It takes over the signal of the whole process, so that it is for the program to call and not for a library.
  public static func survivesFaults() { _ = cfiles_handle_faults() }

  /// Opens and maps the file; symbolic links are followed.
  ///
  /// - Parameters:
  ///   - path: the file to map.
  ///   - name: the name that errors give it, when that differs from the path.
  /// - Throws: ``FileError`` when it is missing, unreadable, or not a regular file.
  public convenience init(_ path: String, name: String? = nil) throws(FileError) {
    let shown = name ?? path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(errno: errno, path: shown, operation: "open") }
    defer { close(descriptor) }
    OpenFiles.note(path, name: shown, stamp: try regularFileStamp(descriptor, path: shown))
    try self.init(descriptor: descriptor, path: path, name: shown)
  }

  /// Maps what an open descriptor has; the map stays when the descriptor is closed.
  init(descriptor: Int32, path: String, name: String) throws(FileError) {
    let stamp = try regularFileStamp(descriptor, path: name)
    count = stamp.size
    self.path = path
    guard count > 0 else {
      (base, faults, self.descriptor, id) = (nil, nil, nil, nil)
      return
    }
    let map = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let map, map != MAP_FAILED else { throw FileError(errno: errno, path: name, operation: "map") }
    base = map
    faults = cfiles_register_map(map, count)
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    if copy >= Self.descriptorLimit { close(copy) }
    self.descriptor = (3..<Self.descriptorLimit).contains(copy) ? copy : nil
    id = OpenFiles.add(
      OpenFiles.Map(name: name, path: path, stamp: stamp, descriptor: self.descriptor, faults: faults))
  }

  deinit {
    if let id { OpenFiles.remove(id) }
    if let descriptor { close(descriptor) }
    if let faults { cfiles_forget_map(faults) }
    if let base { munmap(base, count) }
  }

  /// The file's bytes; valid while this object is alive, so whoever keeps the pointer must keep the object too. For a use
  /// that ends at once there is ``withBytes(_:)``.
  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Calls a function with the file's bytes, which stay mapped until it returns.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(bytes) }
  }

  /// Whether another file has the same bytes.
  public func hasSameBytes(as other: MappedFile) -> Bool {
    withBytes { bytes in other.withBytes { equalBytes(bytes, $0) } }
  }

  /// Gives the memory of the whole pages in a range back; whoever reads them again reads the file again.
  public func release(_ range: Range<Int>) {
    guard let base, range.lowerBound >= 0, range.upperBound <= count else { return }
    let page = Int(getpagesize())
    let start = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound == count ? count : range.upperBound / page * page
    if start < end { madvise(base + start, end - start, MADV_DONTNEED) }
  }

  /// Asks the system to read the range ahead of its use.
  public func prefetch(_ range: Range<Int>) {
    guard let base, !range.isEmpty, range.lowerBound >= 0, range.upperBound <= count else { return }
    let page = Int(getpagesize())
    let start = range.lowerBound / page * page
    posix_madvise(base + start, range.upperBound - start, POSIX_MADV_WILLNEED)
  }
}

/// Whether two pieces of memory hold the same bytes.
public func equalBytes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
  guard left.count == right.count else { return false }
  guard let start = left.baseAddress, let other = right.baseAddress else { return true }
  return memcmp(start, other, left.count) == 0
}

/// The stamp of an open descriptor's file, which must be a regular one.
func regularFileStamp(_ descriptor: Int32, path: String) throws(FileError) -> FileStamp {
  var status = stat()
  guard fstat(descriptor, &status) == 0 else {
    throw FileError(errno: errno, path: path, operation: "examine")
  }
  switch status.st_mode & S_IFMT {
  case S_IFREG: return FileStamp(status)
  case S_IFDIR:
    throw FileError(
      .isDirectory, path: path, problem: "not a file", expected: "a regular file", found: "a directory")
  default:
    throw FileError(
      .notRegularFile, path: path, problem: "not a file", expected: "a regular file",
      found: "a device, socket or pipe")
  }
}
