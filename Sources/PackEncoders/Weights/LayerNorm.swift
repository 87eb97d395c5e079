/// A layer norm's parameters.
package struct LayerNorm: Sendable {
  /// [width]; nil only while a checkpoint is being audited.
  package let scale: FloatVector?
  /// [width]; nil when the norm has none.
  package let shift: FloatVector?
  package let width: Int
  package let epsilon: Float
}
