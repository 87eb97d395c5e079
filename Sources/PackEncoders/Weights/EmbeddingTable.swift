import CPackKernels
package import PackCheckpoints

/// A table of vectors, in place in its file.
package struct EmbeddingTable: Sendable {
  /// [entries, width]; nil only while a checkpoint is being audited.
  package let weight: Tensor?
  package let entries: Int
  package let width: Int

  /// For the kernels; valid while this value and the indices are alive.
  func kernelTable(indices: UnsafePointer<Int32>?) -> ck_table {
    ck_table(
      data: weight?.bytes.baseAddress, dtype: (weight?.dtype ?? .float32).kernelType, entries: entries,
      indices: indices)
  }
}
