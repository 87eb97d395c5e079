#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A private directory for a while: it is removed with all that is in it when the object goes away.
public final class ScratchDirectory: Sendable {
  /// Where it is, absolute.
  public let path: String

  /// Creates a directory below TMPDIR, or /tmp.
  ///
  /// - Throws: ``FileError``.
  public init() throws(FileError) {
    let variable = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let parent = resolvedPath(variable.isEmpty ? "/tmp" : variable) ?? "/tmp"
    var template = Array(joinPath(parent, "pruning-pack-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw FileError(errno: errno, path: parent, operation: "create a directory")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    InterruptCleanup.shared.register(path)
  }

  deinit {
    try? removeTree(path)
    InterruptCleanup.shared.unregister(path)
  }
}
