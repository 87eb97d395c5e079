import CPackKernels
import PackCheckpoints

/// A table of vectors, in place in its file.
struct EmbeddingTable: Sendable {
  /// [entries, width]; nil only while a checkpoint is being audited.
  let weight: Tensor?
  let entries: Int
  let width: Int

  /// For the kernels; valid while this value and the indices are alive.
  func kernelTable(indices: UnsafePointer<Int32>?) -> ck_table {
    ck_table(
      data: weight?.bytes.baseAddress, dtype: (weight?.dtype ?? .float32).kernelType, entries: entries,
      indices: indices)
  }
}
