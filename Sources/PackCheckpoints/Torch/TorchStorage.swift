/// A storage as a pickle refers to it: a run of bytes that tensors are views of.
struct TorchStorage: Sendable, Hashable {
  /// Its name in the archive, or in the legacy stream's list.
  let key: String
  /// Type of its elements; nil for an untyped one.
  let dtype: DType?
  /// Number of elements.
  let count: Int
  /// Size of an element in bytes.
  var elementSize: Int { (dtype?.bits ?? 8) / 8 }
  /// Size in bytes; the machine has checked that it fits.
  var byteCount: Int { count * elementSize }
}

/// A part of a storage that a pickle refers to: all of it, or a legacy view.
struct TorchStorageView {
  let storage: Int
  let dtype: DType?
  /// In bytes.
  let range: Range<Int>
}
