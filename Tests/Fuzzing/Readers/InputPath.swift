import PackFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file for readers that take no bytes: in memory where there is such a place.
package final class InputPath {
  /// Where directories and files of a process lie.
  package static var directory: String { access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp" }

  /// The file.
  package let path: String

  /// Writes a file; it goes away with the object. Nil where that is not possible.
  package init?(_ bytes: [UInt8]) {
    // Threads of a test use it side by side.
    var template = Array("\(Self.directory)/pruning-pack-fuzz-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return nil }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count <= 0 { return nil }
      written += count
    }
  }

  deinit { unlink(path) }
}
