import Foundation
import PackFiles

/// A run of the released binary, `.build/release/pruning-pack`, as `make build` leaves it.
public struct CommandRun: Sendable {
  /// The exit code.
  public let status: Int32
  /// What it printed as its result.
  public let output: String
  /// What it said beside.
  public let diagnostics: String

  /// The repository's root.
  public static let repository = parentPath(parentPath(parentPath(#filePath)))
  /// The binary.
  public static let binary = joinPath(repository, ".build/release/pruning-pack")

  /// Runs the command and waits for it.
  ///
  /// - Parameters:
  ///   - arguments: what follows the command's name.
  ///   - input: its standard input.
  ///   - directory: its working directory.
  public init(_ arguments: [String], input: String = "", directory: String? = nil) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.binary)
    process.arguments = arguments
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    let work = try TemporaryDirectory()
    // Files, so that neither side ever waits for a full pipe.
    let inputPath = try work.write("in", input)
    for name in ["out", "err"] { _ = try work.write(name, []) }
    process.standardInput = FileHandle(forReadingAtPath: inputPath)
    process.standardOutput = FileHandle(forWritingAtPath: work.file("out"))
    process.standardError = FileHandle(forWritingAtPath: work.file("err"))
    try process.run()
    process.waitUntilExit()
    status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    output = String(decoding: try readFile(work.file("out")), as: UTF8.self)
    diagnostics = String(decoding: try readFile(work.file("err")), as: UTF8.self)
  }
}
