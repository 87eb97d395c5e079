import CPackKernels
import PackCheckpoints
import PackFiles

/// A weight of floats in the order in which products read it, once enough of them have used it.
///
/// The file's pages are given back then: a process that runs long needs about the memory of the file, not twice as much.
/// Used only by the caller that runs an encoder's products, one at a time.
final class KeptPanels: @unchecked Sendable {
  let state: UnsafeMutablePointer<ck_packed>
  private var isFileReleased = false

  /// Nil for weights that are converted as they are packed, and for so few rows that most of a panel would be empty.
  init?(_ weight: Tensor, rows: Range<Int>) {
    guard weight.dtype == .float32, rows.count >= 32 else { return nil }
    state = .allocate(capacity: 1)
    state.initialize(to: ck_packed())
  }

  deinit {
    ck_packed_free(state)
    state.deallocate()
  }

  /// Whether the file is no longer read; once only.
  func takeCompletion() -> Bool {
    guard state.pointee.complete, !isFileReleased else { return false }
    isFileReleased = true
    return true
  }
}
