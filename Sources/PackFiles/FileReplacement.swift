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
/// device or a pipe is written to. What killed runs have left beside it goes away.
///
/// - Parameters:
///   - path: the file.
///   - bytes: what it is to hold.
///   - followsLinks: whether what a link leads to is replaced, or else the link.
/// - Throws: ``FileError``; the path then holds what it held before, unless it was the disk that failed.
public func replaceFile(_ path: String, _ bytes: [UInt8], followsLinks: Bool = true) throws(FileError) {
  let target = followsLinks ? resolvedPath(path) ?? path : path
  switch fileKind(target, followingLinks: followsLinks) {
  case .directory:
    throw FileError(.isDirectory, path: path, problem: "not a file", expected: "a file", found: "a directory")
  case .other:
    try writeInto(target, bytes)
    return
  case .file, .link, nil: break
  }
  do throws(FileError) {
    let directory = parentPath(target)
    LeftoverSweep.removeQuietly(in: directory)
    let staged = try TemporaryPath(.file, in: directory)
    staged.setDefaultMode(isDirectory: false)
    var file = try OutputFile(staged)
    try file.write(bytes)
    if fileKind(target, followingLinks: false) == .file { file.copyMode(of: target) }
    try file.finish()
    try renameFile(staged.path, to: target)
  } catch {
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
