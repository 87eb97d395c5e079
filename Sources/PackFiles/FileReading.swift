#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a whole regular file into memory; symbolic links are followed.
///
/// - Parameters:
///   - path: the file to read.
///   - name: the name that errors give it, when that differs from the path.
///   - limit: the most bytes that are accepted.
/// - Returns: the file's bytes.
/// - Throws: ``FileError`` when it is missing, unreadable, not a regular file, or longer than `limit`.
public func readFile(_ path: String, name: String? = nil, limit: Int = 1 << 30) throws(FileError) -> [UInt8] {
  try readFile(path, name: name, limit: limit, isWatched: true)
}

/// The same; where it is not watched, the file may go away afterwards.
package func readFile(_ path: String, name: String? = nil, limit: Int, isWatched: Bool) throws(FileError)
  -> [UInt8]
{
  let shown = name ?? path
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw FileError(errno: errno, path: shown, operation: "open") }
  defer { close(descriptor) }
  let stamp = try regularFileStamp(descriptor, path: shown)
  let size = stamp.size
  guard size <= limit else {
    throw FileError(
      .tooLarge, path: shown, problem: "file is too large", expected: "at most \(limit) bytes",
      found: "\(size) bytes")
  }
  var failure: Int32 = 0
  let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
    while initialized < size {
      let got = read(descriptor, buffer.baseAddress.map { $0 + initialized }, size - initialized)
      if got < 0 && errno == EINTR { continue }
      if got < 0 { failure = errno }
      if got <= 0 { break }
      initialized += got
    }
  }
  if failure != 0 { throw FileError(errno: failure, path: shown, operation: "read") }
  // Shorter now, longer, or written to: what was read is neither the old file nor the new one.
  if let change = stamp.change(of: shown, to: FileStamp(descriptor: descriptor)) { throw change }
  guard bytes.count == size else { throw .changed(shown) }
  if isWatched { OpenFiles.note(path, name: shown, stamp: stamp) }
  return bytes
}
