import PackCheckpoints

extension SavePlan {
  /// The types that weights are stored in: as asked for, else the sub-model's own.
  ///
  /// - Returns: the sub-model's type, and the head's; nil keeps the head as it is.
  static func types(_ options: SaveOptions, _ source: SaveSource) throws -> (model: DType, head: DType?) {
    let model = try options.dtype ?? source.model.dtype()
    // A head that is more exact than the encoder stays so, unless a type was asked for; float32 holds any of them.
    return (model, options.dtype ?? (model == .float32 ? .float32 : nil))
  }
}
