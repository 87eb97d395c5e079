/// A norm's parameters.
package struct LayerNorm: Sendable {
  /// What a row is made to have.
  package enum Kind: Sendable {
    /// A mean of 0 and a variance of 1.
    case centred
    /// A mean square of 1 (Zhang and Sennrich 2019).
    case rootMeanSquare
  }

  /// [width]; nil only while a checkpoint is being audited.
  package let scale: FloatVector?
  /// [width]; nil when the norm has none.
  package let shift: FloatVector?
  package let width: Int
  package let epsilon: Float
  package var kind = Kind.centred
}
