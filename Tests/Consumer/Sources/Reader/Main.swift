import ModelDir

/// Reads a package's configuration with the product ModelDir alone: reader DIR
@main struct Reader {
  static func main() throws {
    guard let directory = CommandLine.arguments.dropFirst().first else { return }
    let inspection = try DirectoryInspection(directory)
    guard let config = inspection.config else { return print("not a package") }
    print("\(config.mode), at most \(config.maximumLength) tokens")
  }
}
