public import PackCheckpoints

/// How a checkpoint fits the architecture that its config names: everything that is wrong, not only the first.
public struct EncoderAudit: Sendable {
  /// The tensors that the architecture needs.
  public let requirements: [TensorRequirement]

  /// Tensors that are missing, or have a wrong shape, or a dtype that cannot be computed with.
  public let problems: [CheckpointError]

  /// Names of tensors that nothing needs and that are not known leftovers, sorted.
  public let unused: [String]

  /// Names of tensors that are not needed and do no harm: buffers, a pooler that no head reads, a pre-training head.
  public let leftovers: [String]
}
