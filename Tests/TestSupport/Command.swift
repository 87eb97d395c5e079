import Foundation
import PackFiles

/// A run of the command: what PRUNING_PACK names, as `make test` sets it, else the one that was built with the tests.
public struct CommandRun: Sendable {
  /// The exit code.
  public let status: Int32
  /// What it printed as its result.
  public let output: String
  /// What it said beside.
  public let diagnostics: String

  /// The repository's root.
  public static let repository = parentPath(parentPath(parentPath(#filePath)))
  private static let named = ProcessInfo.processInfo.environment["PRUNING_PACK"].flatMap {
    $0.isEmpty ? nil : $0
  }
  /// Whether `make test` runs the tests: it names the command, and has fetched all that they read.
  public static let isWholeRun = named != nil
  /// The binary.
  public static let binary: String = {
    if let named { return named }
    // It lies beside the bundle of the tests: the program that runs, or on macOS an argument of that.
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    let name = bundle.range(of: ".xctest").map { String(bundle[..<$0.lowerBound]) } ?? bundle
    return URL(fileURLWithPath: name).deletingLastPathComponent().appendingPathComponent("pruning-pack").path
  }()

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
