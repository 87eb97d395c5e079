import PackCheckpoints
import PackFiles

/// Reads the tensors of an architecture, and notes what it asked for and what was wrong.
///
/// The code that loads a family is thereby also the list of the tensors that the family needs: without a checkpoint
/// the reader only takes notes.
final class WeightReader {
  private let scope: TensorScope?

  /// The form of the weights that are read next.
  var form: WeightForm

  /// Everything that was asked for, in order.
  private(set) var requirements: [TensorRequirement] = []

  /// Everything that was asked for and could not be had.
  private(set) var problems: [CheckpointError] = []

  private var outOfMemory = false

  /// A reader of a checkpoint, or of none.
  init(_ scope: TensorScope?, form: WeightForm = .file) {
    self.scope = scope
    self.form = form
  }

  /// Names as they stand in the checkpoint.
  var top: WeightCursor { WeightCursor(reader: self, prefix: "") }

  /// Reports the first thing that was wrong; without a checkpoint, nothing is.
  func finish() throws {
    if let problem = problems.first { throw problem }
    if outOfMemory { throw EncoderError.outOfMemory }
  }

  func tensor(_ name: String, shape: [Int]) -> Tensor? {
    requirements.append(TensorRequirement(name: name, shape: shape))
    do {
      if let scope, !scope.has(name), let old = LegacyNames.old(name), scope.has(old) {
        return try scope.tensor(old, shape: shape)
      }
      return try scope?.tensor(name, shape: shape)
    } catch {
      problems.append(error)
      return nil
    }
  }

  /// A tensor that is small enough to copy, as floats.
  func floats(_ name: String, shape: [Int]) -> FloatVector? {
    guard let tensor = tensor(name, shape: shape), let values = allocate(tensor.count) else { return nil }
    values.fill(from: tensor)
    return values
  }

  /// Space for values that are made from weights.
  func allocate(_ count: Int) -> FloatVector? {
    let values = FloatVector(count: count)
    if values == nil { outOfMemory = true }
    return values
  }

  /// Whether the checkpoint has a tensor; without one, no.
  func has(_ name: String) -> Bool { scope?.has(name) ?? false }
}
