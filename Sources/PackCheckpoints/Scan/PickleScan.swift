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
    /// A tar archive with a pickle in it, PyTorch's from before 0.1.10 among them, or one that cannot be read to its end.
    case tar
    /// A NumPy array of objects, which are pickled.
    case numpy
    /// One of these below a layer of compression, as joblib and pandas write them; or a compressed file that is not looked
    /// into.
    case compressed
  }

  /// What the file is.
  public let kind: Kind
  /// Whether a pickle was found; else ``problem`` says why what is in the file cannot be told.
  public let foundPickle: Bool
  /// The imports in the order of their offsets, each once; what was found before ``problem`` among them.
  public let imports: [PickleImport]
  /// Why the file could not be scanned to its end; whatever follows is unknown.
  public let problem: CheckpointError?

  /// Whether everything was seen, and every import is one that a state dict needs.
  public var isAllowed: Bool { problem == nil && imports.allSatisfy(\.isAllowed) }

  /// Whether ``problem`` is one of the scan and not of the file: Python would go on where the scan ended.
  package var hasStoppedEarly: Bool {
    guard let problem else { return false }
    return !foundPickle || problem.code == .scanLimit || problem.code == .pickleFrame
  }

  init(
    kind: Kind, foundPickle: Bool = true, imports: [PickleImport] = [], problem: CheckpointError? = nil
  ) {
    self.kind = kind
    self.foundPickle = foundPickle
    self.imports = imports
    self.problem = problem
  }

  /// Scans a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: the name that messages give it, when that differs from the path.
  /// - Returns: nil for a file that holds no pickle, which has been seen to its end.
  /// - Throws: ``PackFiles/FileError`` when the file cannot be read.
  public init?(_ path: String, name: String? = nil) throws(FileError) {
    let file = try MappedFile(path, name: name)
    guard let scan = file.withBytes({ ContentScan($0, name: name ?? path).scan() }) else { return nil }
    self = scan
  }
}
