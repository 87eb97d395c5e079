import ModelDir
import PackFiles
public import PackJSON
import Synchronization
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
    options.datasets = ["example/pairs"]
    _ = try PackageSaver.save(options)
  }

  /// Makes another copy of a package that was packed before, without the care for the disk that packing takes.
  public init(isRanking: Bool) throws {
    directory = try TemporaryDirectory()
    model = directory.file("model")
    head = directory.file("head.safetensors")
    path = directory.file("package")
    try makeDirectory(path)
    for (file, bytes) in try Self.contents(isRanking: isRanking).sorted(by: { $0.key < $1.key }) {
      let parent = parentPath(joinPath(path, file))
      if fileKind(parent) == nil { try makeDirectory(parent) }
      try overwriteFile(joinPath(path, file), bytes)
    }
  }

  private static let packed = Mutex<[Bool: [String: [UInt8]]]>([:])

  /// The files of a package, packed once in a run.
  private static func contents(isRanking: Bool) throws -> [String: [UInt8]] {
    try packed.withLock { packed in
      if let contents = packed[isRanking] { return contents }
      let package = try TinyPackage(TinyModel(isRanking: isRanking))
      var contents: [String: [UInt8]] = [:]
      for entry in try listDirectory(package.path) where entry.kind == .file {
        contents[entry.path] = try readFile(package.file(entry.path))
      }
      packed[isRanking] = contents
      return contents
    }
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
