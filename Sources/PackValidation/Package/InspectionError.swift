import PackFiles

/// Why a part of a package is not there to be looked at.
enum InspectionError: Error {
  /// The part itself is broken.
  case broken(any LocatedError)
  /// Something that it depends on is absent or broken.
  case unreadable(String)

  init(_ error: any Error) {
    switch error {
    case let error as InspectionError: self = error
    case let error as any LocatedError: self = .broken(error)
    default: self = .unreadable("\(error)")
    }
  }

  /// Runs a step whose failure some rule finds on its own; a failure of the machine is passed on.
  static func optional<Value>(_ body: () throws -> Value) throws -> Value? {
    guard case .success(let value) = try attempt(body) else { return nil }
    return value
  }

  /// Runs a step whose failure says something about the package; a failure of the machine is passed on.
  static func attempt<Value>(_ body: () throws -> Value) throws -> Result<Value, InspectionError> {
    do {
      return .success(try body())
    } catch let error as FileError where error.isOfTheMachine {
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
    guard case .success(let value) = self else { throw .prerequisiteFailed("\(name) cannot be read") }
    return value
  }

  /// What came of running the model, or the reason why a rule that needs it cannot run.
  func outcome() throws(RuleSkip) -> Success {
    switch self {
    case .success(let value): return value
    case .failure(.broken(let error)): throw .prerequisiteFailed("the model does not run: \(error)")
    case .failure(.unreadable(let part)): throw .prerequisiteFailed("\(part) cannot be read")
    }
  }
}

extension FileError {
  /// Whether it says something about the machine, or the rights of whoever runs the gate, and nothing about a package.
  var isOfTheMachine: Bool {
    code == .permissionDenied || code == .inputOutput || code == .changedWhileReading
  }
}
