import ArgumentParser
import PackFiles

/// Options that every command has.
struct CommonOptions: ParsableArguments {
  @Option(help: "Number of threads.")
  var threads: Int = availableProcessors()

  @Flag(help: "Print results and errors only.")
  var quiet = false

  @Flag(name: .customLong("no-color"), help: "Print without colours.")
  var noColor = false

  /// Whether to colour what goes to standard output.
  var isColored: Bool {
    !noColor && (environmentVariable("NO_COLOR") ?? "").isEmpty && standardOutput.isTerminal
  }

  /// Prints a line of progress for whoever asked.
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
