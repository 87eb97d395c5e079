public import ModelDir
import PackCheckpoints
import PackFiles

/// What is in a package, for a report to show: files with their sizes, and what the weights are made of.
public struct PackageContents: Sendable, Hashable {
  /// A file, or a link.
  public struct File: Sendable, Hashable {
    /// Path relative to the package's root.
    public var path: String
    /// Size in bytes; of what a link leads to.
    public var size: Int
    /// Whether it is a link.
    public var isLink: Bool
  }

  /// The weights of one directory.
  public struct Weights: Sendable, Hashable {
    /// The directory, or the file where it stands alone.
    public var name: String
    /// The tensors in the order of their names.
    public var tensors: [TensorSummary]
    /// Number of elements by type, in the order of the types' names.
    public var dtypes: [DTypeShare]

    /// Number of elements.
    public var parameterCount: Int { dtypes.reduce(0) { $0 + $1.parameterCount } }
    /// Bytes of all tensors.
    public var byteCount: Int { dtypes.reduce(0) { $0 + $1.byteCount } }
  }

  /// What the tensors of one type come to.
  public struct DTypeShare: Sendable, Hashable {
    /// The type's name, `F32`.
    public var dtype: String
    /// Number of tensors.
    public var tensorCount = 0
    /// Number of elements.
    public var parameterCount = 0
    /// Bytes.
    public var byteCount = 0
  }

  /// A tensor without its elements.
  public struct TensorSummary: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The type's name.
    public var dtype: String
    /// Dimensions, `[2, 384]`.
    public var shape: String
    /// Bytes.
    public var byteCount: Int
  }

  /// The package's mode, where config.json names one.
  public var mode: PackageMode?
  /// The probability above which a sentence is kept, where config.json can be read.
  public var threshold: Double?
  /// The files in the order of their paths.
  public var files: [File]
  /// The weights that could be opened: the sub-model's, then the head's.
  public var weights: [Weights]

  /// Has reports show other names for the tensors.
  mutating func renameTensors(_ shown: (String) -> String) {
    for index in weights.indices {
      for tensor in weights[index].tensors.indices {
        weights[index].tensors[tensor].name = shown(weights[index].tensors[tensor].name)
      }
    }
  }

  init(_ package: PackageInspection) {
    mode = package.documents.mode
    threshold = (try? package.documents.config.get())?.threshold
    files = package.listing.entries.filter { $0.kind != .directory }.map { entry in
      let size =
        entry.kind == .link ? fileSize(joinPath(package.root, entry.path)) ?? 0 : entry.size
      return File(path: entry.path, size: size, isLink: entry.kind == .link)
    }
    weights = []
    if case .success(let checkpoint) = package.weights.subModel, let mode {
      weights.append(Weights(name: mode.subModelDirectory, checkpoint))
    }
    if case .success(let checkpoint) = package.weights.head {
      weights.append(Weights(name: PackageLayout.head, checkpoint))
    }
  }
}

extension PackageContents.Weights {
  init(name: String, _ checkpoint: Checkpoint) {
    self.name = name
    var shares: [String: PackageContents.DTypeShare] = [:]
    tensors = checkpoint.tensors.map { tensor in
      var share = shares[tensor.dtype.rawValue] ?? PackageContents.DTypeShare(dtype: tensor.dtype.rawValue)
      share.tensorCount += 1
      share.parameterCount += tensor.count
      share.byteCount += tensor.byteRange.count
      shares[tensor.dtype.rawValue] = share
      return PackageContents.TensorSummary(
        name: tensor.name, dtype: tensor.dtype.rawValue, shape: tensor.shapeText,
        byteCount: tensor.byteRange.count)
    }
    dtypes = shares.values.sorted { $0.dtype < $1.dtype }
  }
}
