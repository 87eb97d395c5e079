import PackCheckpoints
import PackDigests
import PackEncoders
import PackFiles
import PackYAML

/// Why a part of a package cannot be checked.
enum InspectionError: Error {
  /// The part itself is broken.
  case broken(any LocatedError)
  /// Something that it depends on is not there.
  case missing(String)
  /// Something that it depends on cannot be read.
  case unreadable(String)

  init(_ error: any Error) {
    switch error {
    case let error as InspectionError: self = error
    case let error as any LocatedError: self = .broken(error)
    default: self = .unreadable("\(error)")
    }
  }

  /// Whether the part is not there at all.
  var isMissing: Bool {
    switch self {
    case .missing: true
    case .broken(let error as FileError): error.code == .notFound
    case .broken(let error as CheckpointError): error.code == .noWeights
    case .broken, .unreadable: false
    }
  }

  /// Runs a step whose failure another rule reports; a failure of the machine is rethrown.
  static func optional<Value>(_ body: () throws -> Value) throws -> Value? {
    guard case .success(let value) = try attempt(body) else { return nil }
    return value
  }

  /// Runs a step whose failure is a fault of the package; a failure of the machine is rethrown.
  static func attempt<Value>(_ body: () throws -> Value) throws -> Result<Value, InspectionError> {
    do {
      return .success(try body())
    } catch let error as any LocatedError where error.isOfTheMachine {
      throw error
    } catch {
      return .failure(InspectionError(error))
    }
  }
}

extension Result where Failure == InspectionError {
  /// A part, or the reason why a rule that needs it cannot run.
  ///
  /// - Parameter name: what messages call the part.
  func required(_ name: String) throws(RuleSkip) -> Success {
    switch self {
    case .success(let value): return value
    case .failure(let error):
      throw .prerequisiteFailed("\(name) \(error.isMissing ? "is missing" : "cannot be read")")
    }
  }

  /// The outcome of running the model, or the reason why a rule that needs it cannot run.
  func outcome() throws(RuleSkip) -> Success {
    switch self {
    case .success(let value): return value
    case .failure(.broken(let error)): throw .prerequisiteFailed("the model does not run: \(error)")
    case .failure(.missing(let part)): throw .prerequisiteFailed("\(part) is missing")
    case .failure(.unreadable(let part)): throw .prerequisiteFailed("\(part) cannot be read")
    }
  }
}

extension LocatedError {
  /// Whether it says that the machine has no memory or no library for the work, or that a file cannot be read; a package is
  /// not judged by that.
  package var isOfTheMachine: Bool {
    switch self {
    case let error as FileError: error.isOfTheMachine
    case let error as EncoderError: error.code == .outOfMemory
    case let error as YAMLError: error.code == .outOfMemory
    case is DigestError: true
    default: false
    }
  }
}

extension FileError {
  /// Whether it is about the machine or the user's permissions, not about the package.
  var isOfTheMachine: Bool {
    code == .permissionDenied || code == .inputOutput || code == .changedWhileReading
  }
}
