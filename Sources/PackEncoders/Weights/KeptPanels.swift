import CPackKernels
import PackCheckpoints
import PackFiles

/// A weight of floats in the order in which products read it, once enough of them have used it.
///
/// The file's pages are given back then: a process that runs long needs about the memory of the file, not twice as much.
/// Used only by the caller that runs an encoder's products, one at a time.
final class KeptPanels: @unchecked Sendable {
  let state: UnsafeMutablePointer<ck_packed>
  private let weight: Tensor
  private let rows: Range<Int>
  private var isFileReleased = false

  /// Nil for weights that are converted as they are packed, and for so few rows that most of a panel would be empty.
  init?(_ weight: Tensor, rows: Range<Int>) {
    guard weight.dtype == .float32, rows.count >= 32 else { return nil }
    self.weight = weight
    self.rows = rows
    state = .allocate(capacity: 1)
    state.initialize(to: ck_packed())
  }

  deinit {
    ck_packed_free(state)
    state.deallocate()
  }

  /// Gives the file's pages back where they are no longer read.
  func releaseFile() {
    guard state.pointee.complete, !isFileReleased, let all = weight.shape.first, all > 0 else { return }
    isFileReleased = true
    let row = weight.byteRange.count / all
    let start = weight.byteRange.lowerBound + rows.lowerBound * row
    weight.file.release(start..<start + rows.count * row)
  }
}
