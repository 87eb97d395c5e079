import ArgumentParser
import PackFiles
import PackJSON
import PackValidation
import Pruning

/// What a line that cannot be answered comes to.
enum ErrorPolicy: String, ExpressibleByArgument, CaseIterable {
  case stop, record
}

/// Options of commands that read records.
struct RecordOptions: ParsableArguments {
  @Option(
    name: .customLong("on-error"),
    help: "What a bad line of the input does: stop the run, or give a record {\"error\": ...} in its place.")
  var onError: ErrorPolicy = .stop

  /// Refuses to give records where there are no lines, or no JSON is written.
  func check(hasInput: Bool, isJSON: Bool) throws {
    if onError == .record, !hasInput || !isJSON {
      throw ValidationError("--on-error record needs --input and --format json.")
    }
  }
}

/// The lines that could not be answered.
struct RecordFailures {
  private let policy: ErrorPolicy
  private var count = 0

  init(_ options: RecordOptions) { policy = options.onError }

  /// The record of a line that cannot be answered.
  ///
  /// - Throws: the error itself, where the run is to stop, or it says nothing about the line.
  mutating func text(_ record: InputRecord, _ error: any Error) throws -> String {
    guard policy == .record, let located = error as? any LocatedError, !located.isOfTheMachine,
      !(error is FileError)
    else { throw error }
    count += 1
    var failure: JSONObject = [
      "code": .string((error as? any CodedError)?.codeName ?? "invalid"), "message": .string("\(located)"),
    ]
    if let line = record.line { failure["line"] = .int(line) }
    return record.text(["error": .object(failure)])
  }

  /// Ends the run: with exit code 1, if there was any.
  func end() throws {
    if count > 0 { throw ExitCode(CommandFailure.Status.refused.rawValue) }
  }
}

/// An error that has a kind.
private protocol CodedError {
  /// The kind's name, `missing_key`.
  var codeName: String { get }
}

extension LocatedFailure: CodedError {
  fileprivate var codeName: String {
    "\(code)".reduce(into: "") { name, letter in
      name += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
    }
  }
}
