import PackValidation
import Synchronization

/// The reports of the rules' examples, each computed once for all the tests that read it.
final class ExampleReports: Sendable {
  static let shared = ExampleReports()

  private let entries = Mutex<[String: Entry]>([:])

  /// What the gate says of an example, with the others waiting where one computes it.
  func report(of named: NamedExample) throws -> VerifyReport {
    let entry = entries.withLock { entries in
      if let known = entries[named.testDescription] { return known }
      let entry = Entry()
      entries[named.testDescription] = entry
      return entry
    }
    return try entry.result.withLock { result in
      if let result { return try result.get() }
      let made = Result { try named.example.report() }
      result = made
      return try made.get()
    }
  }

  private final class Entry: Sendable {
    let result = Mutex<Result<VerifyReport, any Error>?>(nil)
  }
}
