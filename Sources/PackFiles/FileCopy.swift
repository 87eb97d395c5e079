import CPackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Copies a regular file to a new one, following links in the source, without passing it through our memory.
///
/// The blocks are shared with the source where the file system can (clonefile on macOS, copy_file_range on Linux),
/// so that weights of gigabytes cost nothing; elsewhere they are copied.
///
/// - Parameters:
///   - source: an existing regular file.
///   - destination: a path that does not exist.
/// - Throws: ``FileError``, naming whichever of the two is at fault.
public func copyFile(_ source: String, to destination: String) throws(FileError) {
  let input = open(source, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard input >= 0 else { throw FileError(errno: errno, path: source, operation: "open") }
  defer { close(input) }
  let stamp = try regularFileStamp(input, path: source)
  let size = stamp.size
  OpenFiles.note(source, name: source, stamp: stamp)
  #if canImport(Darwin)
    if fclonefileat(input, AT_FDCWD, destination, 0) == 0 { return try syncFile(destination) }
  #endif
  let output = open(destination, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  guard output >= 0 else { throw FileError(errno: errno, path: destination, operation: "create") }
  defer { close(output) }
  var copied = 0
  while copied < size {
    let count = cfiles_copy_range(input, output, size - copied)
    if count < 0 && errno == EINTR { continue }
    // Not every system and pair of file systems can: whatever is left is copied by hand.
    if count <= 0 { break }
    copied += count
  }
  try copyRest(input, output, from: copied, to: size, source: source, destination: destination)
  if let change = stamp.change(of: source, to: FileStamp(descriptor: input)) { throw change }
  guard syncToDisk(output) == 0 else {
    throw FileError(errno: errno, path: destination, operation: "sync to the disk")
  }
}

private func copyRest(
  _ input: Int32, _ output: Int32, from start: Int, to size: Int, source: String, destination: String
) throws(FileError) {
  var copied = start
  var buffer = [UInt8](repeating: 0, count: 1 << 20)
  while copied < size {
    let got = read(input, &buffer, buffer.count)
    if got < 0 && errno == EINTR { continue }
    if got < 0 { throw FileError(errno: errno, path: source, operation: "read") }
    if got == 0 { throw .changed(source) }
    var written = 0
    while written < got {
      let count = buffer.withUnsafeBytes { write(output, $0.baseAddress.map { $0 + written }, got - written) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw FileError(errno: errno, path: destination, operation: "write") }
      written += count
    }
    copied += got
  }
}
