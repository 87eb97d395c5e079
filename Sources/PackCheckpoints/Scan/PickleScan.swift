public import PackFiles

/// What a file would import if Python unpickled it, told by the content: names of files say nothing.
///
/// ```swift
/// if let scan = try PickleScan("weights.dat") { print(scan.kind, scan.imports.filter { !$0.isAllowed }) }
/// ```
public struct PickleScan: Sendable {
  /// What the file is.
  public enum Kind: String, Sendable {
    /// A pickle, or several in a row.
    case pickle
    /// PyTorch's stream of pickles and storages.
    case torchLegacy = "torch_legacy"
    /// PyTorch's zip archive.
    case torch
    /// A zip archive with a pickle in it, or one that cannot be read to its end.
    case zip
    /// PyTorch's tar archive, from before 0.1.10.
    case tar
    /// A NumPy array of objects, which are pickled.
    case numpy
    /// One of these below a layer of gzip or zlib, as joblib and pandas write them.
    case compressed
  }

  /// What the file is.
  public let kind: Kind
  /// The imports in the order of their offsets, each once; what was found before ``problem`` among them.
  public let imports: [PickleImport]
  /// Why the file could not be scanned to its end; whatever follows is unknown.
  public let problem: CheckpointError?

  /// Whether everything was seen, and every import is one that a state dict needs.
  public var isAllowed: Bool { problem == nil && imports.allSatisfy(\.isAllowed) }

  init(kind: Kind, imports: [PickleImport], problem: CheckpointError?) {
    self.kind = kind
    self.imports = imports
    self.problem = problem
  }

  /// Scans a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: the name that messages give it, when that differs from the path.
  /// - Returns: nil for a file that holds no pickle.
  /// - Throws: ``PackFiles/FileError`` when the file cannot be read.
  public init?(_ path: String, name: String? = nil) throws(FileError) {
    let file = try MappedFile(path, name: name)
    guard let scan = file.withBytes({ ContentScan(file: file, name: name ?? path).scan($0) }) else {
      return nil
    }
    self = scan
  }
}
