/// What a family's forward pass works with.
final class ForwardPass {
  let engine: Engine
  private var workspace = Workspace()
  private var rotaryTables: [RotaryTable.Kind: RotaryTable] = [:]

  /// What a model with relative positions has made of them so far.
  var projectedPositions: ProjectedPositions?

  /// Receives the states after the embedding and after each layer; for tests.
  var observer: (([Float]) -> Void)?

  init(_ engine: Engine) { self.engine = engine }

  /// Rows for a purpose; what an earlier call for the same purpose gave is lost.
  func rows(_ slot: Workspace.Slot, count: Int, width: Int) throws(EncoderError) -> Rows {
    try workspace.rows(slot, count: count, width: width)
  }

  /// The angles of at least so many positions.
  func rotaryTable(_ kind: RotaryTable.Kind, positions: Int) throws(EncoderError) -> RotaryTable {
    if let table = rotaryTables[kind], table.positions >= positions { return table }
    let table = try RotaryTable(kind, positions: positions)
    rotaryTables[kind] = table
    return table
  }

  /// Shows the states between two layers to the observer.
  func observe(_ states: Rows) {
    observer?(states.values())
    engine.inspection?.nextLayer()
  }
}
