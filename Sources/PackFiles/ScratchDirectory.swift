#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A private directory for a while: it is removed with all that is in it when the object goes away.
public final class ScratchDirectory: Sendable {
  private let directory: TemporaryPath

  /// Where it is, absolute.
  public var path: String { directory.path }

  /// Where such directories lie: TMPDIR, or /tmp.
  package static var parent: String {
    let variable = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    return resolvedPath(variable.isEmpty ? "/tmp" : variable) ?? "/tmp"
  }

  /// Creates a directory below TMPDIR, or /tmp.
  ///
  /// - Throws: ``FileError``.
  public init() throws(FileError) {
    let parent = Self.parent
    LeftoverSweep.removeQuietly(in: parent)
    directory = try TemporaryPath(.scratch, in: parent)
  }
}
