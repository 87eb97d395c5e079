package import PackCheckpoints
import Synchronization

/// A look at the activations of forward passes: the largest magnitude of each layer, and what rounding makes of the outputs.
///
/// Activations are the outputs of the embedding, of each product before and after its activation function, of attention and of
/// each norm. The products of queries and keys are among them for families without fused attention in transformers; PyTorch's
/// fused attention has them in float32.
package final class ActivationInspection: Sendable {
  private struct Seen {
    var layer = 0
    var largest: [Float] = []
  }

  /// The type to which every activation is rounded; nil for none.
  let rounding: DType?
  private let seen = Mutex(Seen())

  /// - Parameter rounding: the type to which every activation is rounded, as a model does that computes in it.
  package init(rounding: DType? = nil) { self.rounding = rounding }

  /// The largest magnitudes: of the embedding, of each layer, and of what follows the last one; infinity for NaN.
  package var largest: [Float] { seen.withLock { $0.largest } }

  /// Begins with the embedding.
  func begin() { seen.withLock { $0.layer = 0 } }

  /// Goes on with the next layer.
  func nextLayer() { seen.withLock { $0.layer += 1 } }

  /// Notes activations, and rounds them where that was asked for.
  func look(at rows: Rows) {
    var largest: Float = 0
    for row in 0..<rows.count {
      let values = rows.pointer + row * rows.stride
      for column in 0..<rows.width {
        let magnitude = abs(values[column])
        if magnitude > largest || magnitude.isNaN { largest = magnitude.isNaN ? .infinity : magnitude }
        if let rounding { values[column] = rounding.nearest(values[column]) }
      }
    }
    note(magnitude: largest)
  }

  /// Notes a magnitude in the present layer.
  func note(magnitude: Float) {
    seen.withLock { seen in
      while seen.largest.count <= seen.layer { seen.largest.append(0) }
      seen.largest[seen.layer] = max(seen.largest[seen.layer], magnitude)
    }
  }
}
