#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A new file that is being written; nothing of an existing file is ever overwritten.
///
/// Or one without a name, for what is too large to be kept in memory: ``init(temporaryIn:)`` and ``map(as:)``.
public struct OutputFile: ~Copyable {
  /// The path as it was given.
  public let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private static let bufferSize = 1 << 16

  /// Creates the file.
  ///
  /// - Throws: ``FileError`` when the path exists or cannot be created.
  public init(creating path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "create") }
  }

  /// Creates a file without a name: it goes away with its last map.
  ///
  /// - Parameter directory: where its bytes lie; by default `TMPDIR`, else `/var/tmp`, which unlike `/tmp` is on a disk
  ///   rather than in memory on many machines, else `/tmp`.
  /// - Throws: ``FileError`` when it cannot be created there.
  public init(temporaryIn directory: String? = nil) throws(FileError) {
    let chosen = directory ?? getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    let place = chosen ?? (access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp")
    // The name goes away at the end of this, the open file stays.
    let file = try TemporaryPath(.file, in: place)
    try self.init(file)
  }

  /// Writes to a temporary file, which keeps its lock as long as one of the two is there.
  package init(_ file: TemporaryPath) throws(FileError) {
    path = file.path
    descriptor = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "open") }
  }

  deinit { _ = close(descriptor) }

  /// Maps what has been written, without waiting for the disk.
  ///
  /// - Parameter path: what the map says its path is.
  /// - Throws: ``FileError``, when the disk is full for example.
  public consuming func map(as path: String) throws(FileError) -> MappedFile {
    try flush()
    return try MappedFile(descriptor: descriptor, path: path, name: self.path)
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileError``, when the disk is full for example.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    if buffer.count + bytes.count <= Self.bufferSize {
      buffer.append(contentsOf: bytes)
      return
    }
    try flush()
    try writeThrough(bytes)
  }

  /// Appends bytes.
  public mutating func write(_ bytes: [UInt8]) throws(FileError) {
    // A typed error cannot pass through withUnsafeBytes, a Result can.
    var failure: FileError?
    bytes.withUnsafeBytes { raw in
      do throws(FileError) { try write(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Writes out what is buffered and has the system bring it to the disk.
  ///
  /// - Throws: ``FileError``; until this has returned, the file is not complete.
  public consuming func finish() throws(FileError) {
    try flush()
    guard syncToDisk(descriptor) == 0 else {
      throw FileError(errno: errno, path: path, operation: "sync to the disk")
    }
  }

  /// Gives it the permissions of another file, where that exists.
  borrowing func copyMode(of other: String) {
    var status = stat()
    guard stat(other, &status) == 0 else { return }
    fchmod(descriptor, status.st_mode & 0o7777)
  }

  private mutating func flush() throws(FileError) {
    let pending = buffer
    buffer.removeAll(keepingCapacity: true)
    var failure: FileError?
    pending.withUnsafeBytes { raw in
      do throws(FileError) { try writeThrough(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let chunk = UnsafeRawBufferPointer(rebasing: rest)
      let written = sysWrite(descriptor, chunk)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw FileError(errno: errno, path: path, operation: "write") }
      rest = rest.dropFirst(written)
    }
  }
}

/// `write(2)`, out of reach of the methods' own names.
private func sysWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

/// Writes a new file in one go.
public func writeFile(_ path: String, _ bytes: [UInt8]) throws(FileError) {
  var file = try OutputFile(creating: path)
  try file.write(bytes)
  try file.finish()
}

/// Writes a new text file in UTF-8.
public func writeFile(_ path: String, _ text: String) throws(FileError) {
  try writeFile(path, Array(text.utf8))
}
