public import PackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A directory that goes away with the object.
public final class TemporaryDirectory {
  /// Its absolute path.
  public let path: String

  /// Creates an empty directory.
  public init() throws(FileError) {
    var template = Array("/tmp/pruning-pack-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FileError(errno: errno, path: "/tmp", operation: "create") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? removeTree(path) }

  /// A path inside the directory.
  public func file(_ name: String) -> String { joinPath(path, name) }

  /// Writes a file inside the directory and gives its path.
  public func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try writeFile(file(name), bytes)
    return file(name)
  }

  /// Writes a text file inside the directory and gives its path.
  public func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }
}

/// Replaces a file's bytes at once, without the care for the disk that makes the library's own writing slow in a loop.
public func overwriteFile(_ path: String, _ bytes: [UInt8]) throws(FileError) {
  guard let file = fopen(path, "wb") else { throw FileError(errno: errno, path: path, operation: "create") }
  defer { fclose(file) }
  guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
    throw FileError(errno: errno, path: path, operation: "write")
  }
}
