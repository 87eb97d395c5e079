extension Truncation {
  /// Reads the `truncation` of a tokenizer.json.
  init(_ reader: ComponentReader) throws(TokenizerError) {
    let strategy: Strategy
    switch try reader.string("strategy") {
    case "LongestFirst": strategy = .longestFirst
    case "OnlyFirst": strategy = .onlyFirst
    case "OnlySecond": strategy = .onlySecond
    default: throw try reader.member("strategy").invalid("unknown strategy")
    }
    var direction = Direction.right
    if reader.has("direction") {
      switch try reader.string("direction") {
      case "Right": direction = .right
      case "Left": direction = .left
      default:
        throw try reader.member("direction").invalid("unknown direction", expected: "Left or Right")
      }
    }
    _ = try reader.count("stride")
    self.init(maximumLength: try reader.count("max_length"), strategy: strategy, direction: direction)
  }
}
