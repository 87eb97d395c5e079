import ModelDir
import PackFiles
import PackSigning

/// The key that signs examples: none.
let exampleHint = String(repeating: "0", count: 64)

extension ExamplePackage {
  /// Signs the package with a key that nobody has: what it says of the files is right.
  package func sign(ignoring ignored: [String] = []) throws {
    let files = try files().filter { path in !ignored.contains { path == $0 || path.hasPrefix("\($0)/") } }
    let bundle = try SignatureBundle.example(
      try files.map { ($0, try bytes($0)) }, ignoring: ignored, hint: exampleHint)
    try write(bundle, to: PackageLayout.signature)
  }
}
