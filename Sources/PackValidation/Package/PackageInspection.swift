import ModelDir
import PackCheckpoints
import PackFiles
import PackONNX
import PackThreads
import PackTokenizers
import Synchronization

/// A package as the rules see it: every part read once, each with its own success or failure.
package final class PackageInspection: Sendable {
  /// The package's directory.
  package let root: String
  let settings: VerifySettings
  let threads: Int
  let timings: Timings
  /// Names, kinds and sizes of the files.
  let listing: PackageListing
  /// The JSON files.
  let documents: PackageDocuments
  /// The tokenizers.
  let tokenizer: TokenizerFiles
  /// The weights.
  let weights: PackageWeights
  /// The Python code.
  let code: PackageCode
  /// The signature; nil where there is none.
  let signature: PackageSignature?
  /// The model at work.
  let running: RunningModel
  /// For what a rule reads itself.
  let reader: PackageReader
  /// The secrets that were found: nothing that is said of the package shows them.
  let secrets = Mutex(SecretMask())
  private let opened = OnceMade<[PackageGraph]>()
  private let effective = OnceMade<EffectiveTokenizers>()
  private let pickled = OnceMade<[(path: String, scan: PickleScan)]>()

  /// Reads a package.
  ///
  /// - Parameters:
  ///   - root: the directory.
  ///   - threads: how many threads may be used.
  ///   - settings: rules that are turned off, overridden severities, what is allowed.
  ///   - model: runs in place of the package's own, in tests.
  ///   - entryLimit: how many entries are looked at.
  /// - Throws: ``PackFiles/FileError`` when there is no such directory, or the system will not let it be read; whatever is
  ///   wrong inside it is left to the rules.
  package init(
    root: String, threads: Int, settings: VerifySettings = VerifySettings(), model: (any SmokeModel)? = nil,
    entryLimit: Int = PackageListing.standardLimit
  ) throws {
    guard let kind = fileKind(root) else {
      throw FileError(.notFound, path: root, problem: "the package does not exist")
    }
    guard kind == .directory else {
      throw FileError(
        .notDirectory, path: root, problem: "not a package", expected: "a directory", found: "a file")
    }
    try PackageJournal.settle(root)
    self.root = root
    self.threads = threads
    self.settings = settings
    timings = Timings()
    reader = PackageReader(root: root)
    listing = try PackageListing(root, limit: entryLimit)
    var documents = try PackageDocuments(listing, reader)
    signature = PackageSignature(listing, reader)
    code = try PackageCode(listing, documents, reader, settings)
    let subDirectory = documents.mode?.subModelDirectory
    let subModel = try InspectionError.attempt {
      guard let subDirectory else { throw InspectionError.unreadable("mode") }
      return try Checkpoint(directory: joinPath(root, subDirectory), name: subDirectory)
    }
    let headFile = "\(PackageLayout.head)/\(Checkpoint.fileName)"
    let head = try InspectionError.attempt { try Checkpoint(file: joinPath(root, headFile), name: headFile) }

    // The tokenizer takes one thread as long as the weights take another: side by side.
    let tensors = PackageWeights.opened(subModel, head).flatMap(\.tensors)
    let (reading, scan) = WeightScan.beside(tensors, threads: threads, timings: timings) {
      [listing, reader, timings] in
      Result { try TokenizerFiles(listing, reader, timings) }
    }
    tokenizer = try reading.get()
    documents.add(tokenizer.documents)
    self.documents = documents
    weights = PackageWeights(
      subModel: subModel, head: head, scan: scan, reader, threads: threads, timings: timings)
    running = RunningModel(
      documents, weights, tokenizer.root, threads: threads, timings: timings, model: model)
  }

  /// The graphs of ONNX, in the order of their paths.
  var graphs: [PackageGraph] {
    opened.get {
      PackageGraph.paths(listing).map { PackageGraph($0, listing, reader, timings) }
    }
  }

  /// What transformers makes of the tokenizer's files.
  ///
  /// - Parameter base: the root's tokenizer.
  func effectiveTokenizers(_ base: Tokenizer) -> EffectiveTokenizers {
    effective.get { EffectiveTokenizers(documents, base: base) }
  }

  /// The files that Python would unpickle, told by their content.
  var pickles: [(path: String, scan: PickleScan)] {
    pickled.get {
      listing.filePaths.compactMap { path in
        let scan = reader.reading { try PickleScan(joinPath(root, path), name: path) }
        guard case .success(let scan?) = scan else { return nil }
        return (path, scan)
      }
    }
  }
}
