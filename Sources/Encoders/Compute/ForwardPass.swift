/// What a family's forward pass works with.
final class ForwardPass {
  let engine: Engine
  private var workspace = Workspace()

  /// Receives the states after the embedding and after each layer; for tests.
  var observer: (([Float]) -> Void)?

  init(_ engine: Engine) { self.engine = engine }

  /// Rows for a purpose; what an earlier call for the same purpose gave is lost.
  func rows(_ slot: Workspace.Slot, count: Int, width: Int) throws(EncoderError) -> Rows {
    try workspace.rows(slot, count: count, width: width)
  }

  /// Shows the states between two layers to the observer.
  func observe(_ states: Rows) { observer?(states.values()) }
}
