import Files
public import JSON
import ModelDir
import TestSupport

/// A good package made of a ``TinyModel``, for a test to break.
public final class TinyPackage {
  private let directory: TemporaryDirectory
  /// The package.
  public let path: String
  /// The model that it was made from.
  public let model: String
  /// The head that it was made from.
  public let head: String

  /// Packs a tiny model.
  public init(_ model: TinyModel = TinyModel()) throws {
    directory = try TemporaryDirectory()
    self.model = directory.file("model")
    head = directory.file("head.safetensors")
    path = directory.file("package")
    try model.write(to: self.model)
    try TinyModel.writeHead(to: head)
    var options = SaveOptions(
      source: model.isRanking ? .rankingModel(self.model) : .encoderModel(self.model), pruningHead: head,
      output: path)
    options.license = "apache-2.0"
    options.languages = ["en"]
    options.baseModel = "example/tiny"
    _ = try PackageSaver.save(options)
  }

  /// A path inside the package.
  public func file(_ name: String) -> String { joinPath(path, name) }

  /// Rewrites a JSON file of the package.
  public func edit(_ name: String, _ change: (inout JSONObject) -> Void) throws {
    let document = try JSONDocument(readingFile: file(name))
    guard case .object(var object) = JSONValue(document.root) else { return }
    change(&object)
    try overwriteFile(file(name), Array(JSONValue.object(object).text(.file).utf8))
  }

  /// Rewrites a file of the package.
  public func edit(_ name: String, _ change: ([UInt8]) -> [UInt8]) throws {
    let bytes = try readFile(file(name))
    try overwriteFile(file(name), change(bytes))
  }

  /// Removes a file or a directory of the package.
  public func remove(_ name: String) throws { try removeTree(file(name)) }
}
