import PackFiles

extension Encoder {
  /// Refuses what would read outside a table.
  func check(_ batch: [TokenRow], _ head: PruningHead?) throws(EncoderError) {
    let shape = config.shape
    if let head, head.hiddenSize != shape.hiddenSize {
      throw EncoderError(
        .headWidthMismatch, at: Place(file: "pruning head"),
        problem: "pruning head does not fit the encoder",
        expected: "\(shape.hiddenSize) inputs", found: "\(head.hiddenSize)")
    }
    for (index, row) in batch.enumerated() {
      func fail(
        _ code: EncoderError.Code, at part: String = "", _ problem: String, _ expected: String,
        _ found: String
      ) -> EncoderError {
        EncoderError(
          code, at: Place(file: "batch", jsonPath: "$[\(index)]\(part)"), problem: problem,
          expected: expected,
          found: found)
      }
      if row.ids.isEmpty { throw fail(.emptyRow, "row has no tokens", "1 or more", "0") }
      if let limit = shape.positionLimit, row.ids.count > limit {
        throw fail(
          .rowTooLong, "row is too long", "at most \(limit) tokens", "\(row.ids.count)")
      }
      if let place = row.ids.firstIndex(where: { $0 < 0 || $0 >= shape.vocabularySize }) {
        throw fail(
          .tokenOutOfRange, at: ".ids[\(place)]", "token is not in the vocabulary",
          "below \(shape.vocabularySize)",
          "\(row.ids[place])")
      }
      guard let types = row.typeIDs else { continue }
      if types.count != row.ids.count {
        throw fail(
          .typeCountMismatch, "row has a different number of token types and tokens", "\(row.ids.count)",
          "\(types.count)")
      }
      if shape.typeCount > 0, let place = types.firstIndex(where: { $0 < 0 || $0 >= shape.typeCount }) {
        throw fail(
          .typeOutOfRange, at: ".typeIDs[\(place)]", "token type does not exist", "below \(shape.typeCount)",
          "\(types[place])")
      }
    }
  }

  /// Runs a checked batch, a chunk at a time; the sequence classifier runs once at the end.
  func compute(
    _ batch: [TokenRow], head: PruningHead?, source: HiddenStateSource, keepsStates: Bool, _ pass: ForwardPass
  ) throws(EncoderError) -> [EncodedRow] {
    var results: [EncodedRow] = []
    results.reserveCapacity(batch.count)
    let pooled = try pass.rows(.pooled, count: batch.count, width: config.shape.hiddenSize)
    for chunk in Chunk.cut(batch) {
      pass.engine.inspection?.begin()
      let states = try model.encode(chunk, pass)
      let ranges = chunk.ranges
      let first = results.count
      try sequenceHead?.pool(
        states.last, ranges, into: pooled.rows(first..<first + ranges.count), pass)
      results += ranges.map { range in
        EncodedRow(hiddenStates: keepsStates ? states.rows(source).rows(range).values() : nil)
      }
      if let head {
        let logits = try head.logits(states.rows(source), pass)
        for (index, range) in ranges.enumerated() {
          results[first + index].pruningLogits = Array(logits[range])
        }
      }
      if let tokenHead {
        let logits = try tokenHead.logits(states.last, pass, isToken: true)
        for (index, range) in ranges.enumerated() {
          results[first + index].tokenLogits = logits.rows(range).values()
        }
      }
    }
    if let sequenceHead, !batch.isEmpty {
      let logits = try sequenceHead.logits(pooled, pass, isToken: false)
      for index in results.indices { results[index].rankingLogits = logits.rows(index..<index + 1).values() }
    }
    return results
  }
}
