import ArgumentParser
import PackFiles

/// Options that every command has.
struct CommonOptions: ParsableArguments {
  @Option(help: "Number of threads.")
  var threads: Int = availableProcessors()

  @Flag(help: "Print results and errors only.")
  var quiet = false

  @Flag(name: .customLong("no-color"), help: "Print without colors.")
  var noColor = false

  /// Whether to colour what goes to standard output.
  var isColored: Bool { isColored(on: standardOutput) }

  /// Whether to colour what goes to a stream.
  func isColored(on stream: StandardStream) -> Bool {
    !noColor && (environmentVariable("NO_COLOR") ?? "").isEmpty && stream.isTerminal
  }

  /// Prints a line on standard error, unless --quiet is given.
  func note(_ text: String) {
    if !quiet { standardError.write(text.visible + "\n") }
  }

  func validate() throws {
    guard (1...1024).contains(threads) else { throw ValidationError("--threads must be 1 to 1024.") }
  }
}

/// Text for people or JSON for programs.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
