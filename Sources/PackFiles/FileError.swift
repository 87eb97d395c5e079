#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A failure of the file system, with the path and the system's own reason.
public struct FileError: LocatedError {
  /// What kind of failure it was.
  public struct Code: Sendable, Hashable {
    private enum Value: Hashable {
      case notFound, permissionDenied, isDirectory, notDirectory, notRegularFile, alreadyExists, outOfSpace
      case tooLarge, changedWhileReading, inputOutput
    }
    private let value: Value
    private init(_ value: Value) { self.value = value }

    /// The path does not exist.
    public static let notFound = Code(.notFound)
    /// The user may not do this, or the file system is read-only.
    public static let permissionDenied = Code(.permissionDenied)
    /// A directory stands where a file was expected.
    public static let isDirectory = Code(.isDirectory)
    /// A file stands where a directory was expected.
    public static let notDirectory = Code(.notDirectory)
    /// A device, socket or pipe stands where a regular file was expected.
    public static let notRegularFile = Code(.notRegularFile)
    /// Something exists where nothing may.
    public static let alreadyExists = Code(.alreadyExists)
    /// The disk or the quota is full.
    public static let outOfSpace = Code(.outOfSpace)
    /// The file is larger than this kind of file may be.
    public static let tooLarge = Code(.tooLarge)
    /// The file was written to while it was read.
    public static let changedWhileReading = Code(.changedWhileReading)
    /// Any other failure that the system reports.
    public static let inputOutput = Code(.inputOutput)
  }

  /// The kind of failure.
  public let code: Code
  /// The path it happened at.
  public let place: Place
  /// What was being done and what the system said.
  public let problem: String
  /// What would have been right.
  public let expected: String?
  /// What stood there instead.
  public let found: String?

  /// Creates an error that no system call reported.
  public init(_ code: Code, path: String, problem: String, expected: String? = nil, found: String? = nil) {
    self.code = code
    self.place = Place(file: path)
    self.problem = problem
    self.expected = expected
    self.found = found
  }

  /// Creates an error from `errno` right after a system call failed.
  ///
  /// - Parameters:
  ///   - errorNumber: the value of `errno`.
  ///   - path: the path that the call was about.
  ///   - operation: the infinitive of what was tried, "open" or "create".
  public init(errno errorNumber: Int32, path: String, operation: String) {
    switch errorNumber {
    case ENOENT, ELOOP, ENAMETOOLONG: code = .notFound
    case EACCES, EPERM, EROFS: code = .permissionDenied
    case EISDIR: code = .isDirectory
    case ENOTDIR: code = .notDirectory
    case EEXIST, ENOTEMPTY: code = .alreadyExists
    case ENOSPC, EDQUOT, EFBIG: code = .outOfSpace
    default: code = .inputOutput
    }
    place = Place(file: path)
    problem = "cannot \(operation): \(String(cString: strerror(errorNumber)))"
    expected = nil
    found = nil
  }
}
