import PackFiles
import Synchronization

/// Reads files of a package while rules run, and keeps what the system would not let be read.
final class PackageReader: Sendable {
  /// The package's directory.
  let root: String
  private let failure = Mutex<FileError?>(nil)

  /// No JSON file of a real model is larger; it bounds the memory that reading takes.
  private static let jsonLimit = 1 << 27

  init(root: String) { self.root = root }

  /// Reads something; a failure of the machine is kept, and ends the verification.
  func reading<Value>(_ body: () throws -> Value) -> Result<Value, InspectionError> {
    Result(catching: body).mapError { error in
      if let error = error as? FileError, error.isOfTheMachine {
        // Of several the first by name: rules run side by side.
        failure.withLock { kept in
          if kept.map({ error.place.file < $0.place.file }) ?? true { kept = error }
        }
      }
      return InspectionError(error)
    }
  }

  /// The bytes of a file, as far as it can be read.
  func read(_ path: String, limit: Int) -> Result<[UInt8], InspectionError> {
    reading { try readFile(joinPath(root, path), name: path, limit: limit) }
  }

  /// The first thing that the system would not let be read; what the rules found is then not the whole.
  var machineFailure: FileError? { failure.withLock { $0 } }

  /// The bytes of one JSON file.
  func json(_ path: String) throws(FileError) -> [UInt8] {
    try readFile(joinPath(root, path), name: path, limit: Self.jsonLimit)
  }
}
