#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes a file so that its path holds what it held before, or all of the new bytes, at every instant.
///
/// The bytes are staged in a file beside it, brought to the disk, and renamed. An existing file keeps its permissions; a
/// link is followed, so that what it leads to is replaced; a device or a pipe is written to.
///
/// - Throws: ``FileError``; the path then holds what it held before.
public func replaceFile(_ path: String, _ bytes: [UInt8]) throws(FileError) {
  let target = resolvedPath(path) ?? path
  switch fileKind(target) {
  case .directory:
    throw FileError(.isDirectory, path: path, problem: "not a file", expected: "a file", found: "a directory")
  case .other:
    try writeInto(target, bytes)
    return
  case .file, .link, nil: break
  }
  let staged = joinPath(
    parentPath(target), ".\(lastPathComponent(target)).\(getpid())-\(UInt32.random(in: 0 ... .max))")
  InterruptCleanup.shared.register(staged)
  defer { InterruptCleanup.shared.unregister(staged) }
  do throws(FileError) {
    try writeFile(staged, bytes)
    copyMode(of: target, to: staged)
    try renameFile(staged, to: target)
  } catch {
    unlink(staged)
    // What the caller asked for is the path, not the file that was staged for it.
    throw FileError(error.code, path: path, problem: error.problem)
  }
}

private func writeInto(_ path: String, _ bytes: [UInt8]) throws(FileError) {
  let descriptor = open(path, O_WRONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "open") }
  defer { close(descriptor) }
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { throw FileError(errno: errno, path: path, operation: "write") }
    rest = rest.dropFirst(count)
  }
}
