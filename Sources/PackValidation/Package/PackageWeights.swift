import ModelDir
import PackCheckpoints
import PackDigests
import PackFiles
import PackThreads

/// What rules see of a package's weights.
struct PackageWeights: Sendable {
  /// The sub-model's.
  let subModel: Result<Checkpoint, InspectionError>
  /// The pruning head's.
  let head: Result<Checkpoint, InspectionError>
  private let scan: WeightScan
  private let reader: PackageReader
  private let threads: Int
  private let timings: Timings

  init(
    subModel: Result<Checkpoint, InspectionError>, head: Result<Checkpoint, InspectionError>,
    scan: WeightScan, _ reader: PackageReader, threads: Int, timings: Timings
  ) {
    self.subModel = subModel
    self.head = head
    self.scan = scan
    self.reader = reader
    self.threads = threads
    self.timings = timings
  }

  /// Both checkpoints, as far as they can be opened.
  var checkpoints: [Checkpoint] { Self.opened(subModel, head) }

  /// The checkpoints that could be opened.
  static func opened(_ checkpoints: Result<Checkpoint, InspectionError>...) -> [Checkpoint] {
    checkpoints.compactMap { try? $0.get() }
  }

  /// What one pass over the elements tells of every tensor that has floating-point numbers.
  var scans: [(tensor: Tensor, scan: Tensor.Scan)] {
    checkpoints.flatMap(\.tensors).compactMap { tensor in scan[tensor].map { (tensor, $0) } }
  }

  /// Stops a rule that has checked what is there, if a part of the weights cannot be read.
  func requireAll() throws(RuleSkip) {
    _ = try subModel.required("the file of the sub-model's weights")
    _ = try head.required("the head")
  }

  /// Digests of all weight files, by their names in the package.
  func digests() throws(RuleSkip) -> [String: SHA256Digest] {
    let files = checkpoints.flatMap(\.files)
    let digests = timings.measure("digests") {
      concurrently(files.count, threads: threads) { index in
        reader.reading { try SHA256Digest(of: MappedFile(files[index].path), name: files[index].name) }
      }
    }
    var result: [String: SHA256Digest] = [:]
    for (file, digest) in zip(files, digests) {
      switch digest {
      case .success(let digest): result[file.name] = digest
      case .failure(.broken(let error)) where error is FileError:
        throw .prerequisiteFailed("\(file.name) cannot be read")
      case .failure: throw .meansMissing("SHA-256 is not available on this system")
      }
    }
    return result
  }
}

extension CheckpointFile {
  /// Where the header of a safetensors file ends and its tensors begin.
  var headerEnd: Int { tensors.map(\.byteRange.lowerBound).min() ?? byteCount }
}
