import PackFiles
import PackJSON
import ModelDir
import PackThreads
import PackTokenizers

/// The tokenizer.json files of a package, of which there are two, nearly always the same: then one is parsed.
struct TokenizerFiles: Sendable {
  let documents: [String: Result<JSONDocument, InspectionError>]
  /// The root's.
  let tokenizer: Result<Tokenizer, InspectionError>

  init(_ root: String, _ paths: [String], in files: Set<String>, _ timings: Timings) throws {
    var documents: [String: Result<JSONDocument, InspectionError>] = [:]
    var first: JSONDocument?
    for path in paths where files.contains(path) {
      documents[path] = try PackageInspection.attempt {
        let bytes = try timings.measure("tokenizer.json, reading") { try PackageInspection.bytes(root, path) }
        if let first, first.bytes.withUnsafeBytes({ a in bytes.withUnsafeBytes { equalBytes(a, $0) } }) {
          return JSONDocument(first, name: path)
        }
        return try timings.measure("tokenizer.json, parsing") { try JSONDocument(bytes: bytes, name: path) }
      }
      if first == nil { first = try? documents[path]?.get() }
    }
    self.documents = documents
    tokenizer = try PackageInspection.attempt {
      guard case .success(let document)? = documents[PackageLayout.tokenizer] else {
        throw InspectionError.unreadable(PackageLayout.tokenizer)
      }
      return try timings.measure("tokenizer") { try Tokenizer(document) }
    }
  }
}
