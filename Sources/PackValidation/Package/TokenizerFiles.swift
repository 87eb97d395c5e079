import ModelDir
import PackFiles
import PackJSON
import PackTokenizers

/// The tokenizer.json files of a package, of which there are two, nearly always the same: then one is parsed.
struct TokenizerFiles: Sendable {
  /// The files by path.
  let documents: [String: Result<JSONDocument, InspectionError>]
  /// The root's.
  let root: Result<Tokenizer, InspectionError>

  init(_ listing: PackageListing, _ reader: PackageReader, _ timings: Timings) throws {
    var documents: [String: Result<JSONDocument, InspectionError>] = [:]
    var first: JSONDocument?
    for path in PackageDocuments.tokenizers where listing.files.contains(path) {
      documents[path] = try InspectionError.attempt {
        let bytes = try timings.measure("tokenizer.json, reading") { try reader.json(path) }
        if let first, first.bytes.withUnsafeBytes({ a in bytes.withUnsafeBytes { equalBytes(a, $0) } }) {
          return JSONDocument(first, name: path)
        }
        return try timings.measure("tokenizer.json, parsing") { try JSONDocument(bytes: bytes, name: path) }
      }
      if first == nil { first = try? documents[path]?.get() }
    }
    self.documents = documents
    root = try InspectionError.attempt {
      guard case .success(let document)? = documents[PackageLayout.tokenizer] else {
        throw InspectionError.unreadable(PackageLayout.tokenizer)
      }
      return try timings.measure("tokenizer") { try Tokenizer(document) }
    }
  }
}
