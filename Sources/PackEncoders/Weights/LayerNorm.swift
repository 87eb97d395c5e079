/// A layer norm's parameters.
struct LayerNorm: Sendable {
  /// [width]; nil only while a checkpoint is being audited.
  let scale: FloatVector?
  /// [width]; nil when the norm has none.
  let shift: FloatVector?
  let width: Int
  let epsilon: Float
}
