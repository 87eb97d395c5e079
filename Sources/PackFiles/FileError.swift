#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What kind of failure of the file system it was.
public struct FileErrorCode: Sendable, Hashable {
  private enum Value: Hashable {
    case notFound, permissionDenied, isDirectory, notDirectory, notRegularFile, alreadyExists, outOfSpace
    case tooLarge, changedWhileReading, inputOutput
  }
  private let value: Value
  private init(_ value: Value) { self.value = value }

  /// The path does not exist.
  public static let notFound = FileErrorCode(.notFound)
  /// The user may not do this, or the file system is read-only.
  public static let permissionDenied = FileErrorCode(.permissionDenied)
  /// A directory stands where a file was expected.
  public static let isDirectory = FileErrorCode(.isDirectory)
  /// A file stands where a directory was expected.
  public static let notDirectory = FileErrorCode(.notDirectory)
  /// A device, socket or pipe stands where a regular file was expected.
  public static let notRegularFile = FileErrorCode(.notRegularFile)
  /// Something exists where nothing may.
  public static let alreadyExists = FileErrorCode(.alreadyExists)
  /// The disk or the quota is full.
  public static let outOfSpace = FileErrorCode(.outOfSpace)
  /// The file is larger than this kind of file may be.
  public static let tooLarge = FileErrorCode(.tooLarge)
  /// The file was written to while it was read.
  public static let changedWhileReading = FileErrorCode(.changedWhileReading)
  /// Any other failure that the system reports.
  public static let inputOutput = FileErrorCode(.inputOutput)
}

/// A failure of the file system, with the path and the system's own reason.
public typealias FileError = LocatedFailure<FileErrorCode>

extension FileError {
  /// Creates an error that no system call reported.
  public init(_ code: Code, path: String, problem: String, expected: String? = nil, found: String? = nil) {
    self.init(code, at: Place(file: path), problem: problem, expected: expected, found: found)
  }

  /// Creates an error from `errno` right after a system call failed.
  ///
  /// - Parameters:
  ///   - errorNumber: the value of `errno`.
  ///   - path: the path that the call was about.
  ///   - operation: the infinitive of what was tried, "open" or "create".
  public init(errno errorNumber: Int32, path: String, operation: String) {
    let code: Code =
      switch errorNumber {
      case ENOENT, ELOOP, ENAMETOOLONG: .notFound
      case EACCES, EPERM, EROFS: .permissionDenied
      case EISDIR: .isDirectory
      case ENOTDIR: .notDirectory
      case EEXIST, ENOTEMPTY: .alreadyExists
      case ENOSPC, EDQUOT, EFBIG: .outOfSpace
      default: .inputOutput
      }
    self.init(code, path: path, problem: "cannot \(operation): \(String(cString: strerror(errorNumber)))")
  }
}
