public import PackFiles
import Synchronization

/// A cursor over a checkpoint that adds a prefix to names and records what was used.
///
/// ```swift
/// let layer = scope.scope("encoder.layer.3")
/// let query = try layer.tensor("attention.self.query.weight", shape: [hidden, hidden])
/// ```
public struct TensorScope: Sendable {
  /// The checkpoint that is read.
  public let checkpoint: Checkpoint

  /// What stands before every name, without its last dot; empty at the top.
  public let prefix: String

  private let usage: TensorUsage

  /// A cursor at the top of a checkpoint, with nothing used yet.
  public init(_ checkpoint: Checkpoint) {
    self.checkpoint = checkpoint
    prefix = ""
    usage = TensorUsage()
  }

  private init(checkpoint: Checkpoint, prefix: String, usage: TensorUsage) {
    self.checkpoint = checkpoint
    self.prefix = prefix
    self.usage = usage
  }

  /// A cursor one level down; it records into the same set.
  public func scope(_ component: String) -> TensorScope {
    TensorScope(checkpoint: checkpoint, prefix: fullName(component), usage: usage)
  }

  /// Whether the checkpoint has a tensor of this name; this does not count as use.
  public func has(_ name: String) -> Bool { checkpoint[fullName(name)] != nil }

  /// The tensor of a name, which must have exactly this shape and a dtype that can be computed with.
  ///
  /// - Throws: ``CheckpointError`` naming the tensor.
  public func tensor(_ name: String, shape: [Int]) throws(CheckpointError) -> Tensor {
    let name = fullName(name)
    guard let tensor = checkpoint[name] else {
      throw CheckpointError(
        .missingTensor, at: Place(file: checkpoint.files.first?.name ?? "", tensor: name),
        problem: "tensor is missing", expected: Tensor.text(of: shape))
    }
    usage.insert(name)
    guard tensor.shape == shape else {
      throw CheckpointError(
        .wrongShape, at: tensor.place, problem: "wrong shape", expected: Tensor.text(of: shape),
        found: tensor.shapeText)
    }
    guard tensor.dtype.isComputable else {
      throw CheckpointError(
        .unsupportedDType, at: tensor.place, problem: "dtype is not supported for inference",
        expected: "F32, F16 or BF16", found: tensor.dtype.rawValue)
    }
    return tensor
  }

  /// Names of the checkpoint that nothing has asked for, sorted.
  public var unused: [String] {
    let used = usage.names
    return checkpoint.tensors.map(\.name).filter { !used.contains(ExactText($0)) }
  }

  private func fullName(_ name: String) -> String { prefix.isEmpty ? name : "\(prefix).\(name)" }
}

/// The names that have been asked for.
private final class TensorUsage: Sendable {
  private let storage = Mutex<Set<ExactText>>([])
  var names: Set<ExactText> { storage.withLock { $0 } }
  func insert(_ name: String) { storage.withLock { _ = $0.insert(ExactText(name)) } }
}
