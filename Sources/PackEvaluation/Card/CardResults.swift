import ModelDir
import PackFiles
import PackYAML

/// Puts results into a card's `model-index`, and leaves the rest of its text alone.
public struct CardResults: Sendable, Hashable {
  /// A figure.
  public struct Metric: Sendable, Hashable {
    /// `f2`.
    public var type: String
    /// What people call it.
    public var name: String
    /// The figure, rounded to four digits after the point.
    public var value: Double

    /// Creates a figure.
    public init(type: String, name: String, value: Double) {
      self.type = type
      self.name = name
      self.value = value
    }
  }

  /// The model's name, where the card has no results so far.
  public var modelName: String
  /// The Hub's name of the task, `text-ranking`.
  public var task: String
  /// The Hub's id of the data, or any other name.
  public var dataset: String
  /// The figures.
  public var metrics: [Metric]

  /// Creates results.
  public init(modelName: String, task: String, dataset: String, metrics: [Metric]) {
    self.modelName = modelName
    self.task = task
    self.dataset = dataset
    self.metrics = metrics
  }

  /// The figures of a result at the package's own threshold.
  public init(_ result: EvaluationResult, modelName: String, task: String, dataset: String) {
    self.init(modelName: modelName, task: task, dataset: dataset, metrics: [])
    metrics = EvaluationMetric.allCases.compactMap { metric in
      result.estimate(metric).map {
        Metric(type: metric.rawValue, name: metric.title, value: ($0.value * 10_000).rounded() / 10_000)
      }
    }
  }

  /// The card with the results in place of those that it has for the same task and data.
  ///
  /// - Parameters:
  ///   - card: the card's bytes.
  ///   - name: what messages call the card.
  /// - Throws: ``EvaluationError`` where the front matter has to be edited by hand; ``PackYAML/YAMLError``.
  public func written(to card: [UInt8], name: String) throws -> [UInt8] {
    let place = Place(file: name, jsonPath: "$.model-index")
    guard let block = FrontMatterBlock(card) else {
      throw EvaluationError(.cardNotEditable, at: Place(file: name), problem: "the card has no front matter")
    }
    let document = try YAMLDocument(
      yaml: Array(card[block.text]), at: Place(file: name, byteOffset: block.text.lowerBound))
    guard case .mapping(let members) = document.root else {
      throw EvaluationError(
        .cardNotEditable, at: Place(file: name), problem: "the front matter is no mapping")
    }
    let index = try index(document.root["model-index"], place)
    let text = try YAMLBlock(place: place, lineEnd: FrontMatterBlock.lineEnd(of: card))
      .text(of: index, key: "model-index")
    var changed: [UInt8]
    if let number = members.firstIndex(where: { $0.key == "model-index" }) {
      let starts = members.map { document.place(of: "$.\($0.key)").byteOffset }
      guard let start = starts[number] else { throw notEditable(place) }
      let following = starts.compactMap { $0 }.filter { $0 > start }.min() ?? block.closingLine
      let end = Self.endOfText(card, start, before: following)
      changed = Array(card[..<start]) + Array(text.utf8) + card[end...]
    } else {
      changed = Array(card[..<block.closingLine]) + Array(text.utf8) + card[block.closingLine...]
    }
    try check(changed, members, index, name, place)
    return changed
  }

  /// Where a key's text ends, without the comments and blank lines behind it: a comment at the margin is about what follows.
  private static func endOfText(_ card: [UInt8], _ start: Int, before following: Int) -> Int {
    var end = following
    while end > start {
      let line = card[start..<end - 1].lastIndex(of: 0x0A).map { $0 + 1 } ?? start
      let text = card[line..<end]
      guard line > start,
        text.first == UInt8(ascii: "#") || text.allSatisfy({ [0x20, 0x09, 0x0D, 0x0A].contains($0) })
      else { break }
      end = line
    }
    return end
  }

  /// Reading the new card gives the new results and everything else as it was: a text in braces cannot be edited by lines.
  private func check(
    _ card: [UInt8], _ members: [YAMLValue.Pair], _ index: YAMLValue, _ name: String, _ place: Place
  ) throws(EvaluationError) {
    guard let value = (try? FrontMatter(card: card, name: name))?.value, case .mapping(let new) = value,
      value["model-index"] == index,
      new.filter({ $0.key != "model-index" }) == members.filter({ $0.key != "model-index" })
    else { throw notEditable(place) }
  }

  private func notEditable(_ place: Place) -> EvaluationError {
    EvaluationError(
      .cardNotEditable, at: place, problem: "the front matter cannot be edited line by line",
      expected: "a key on each line")
  }

  /// What `model-index` is to be.
  private func index(_ old: YAMLValue?, _ place: Place) throws(EvaluationError) -> YAMLValue {
    let result = YAMLValue.object([
      ("task", .object([("type", .text(task))])),
      ("dataset", .object([("type", .text(dataset)), ("name", .text(dataset))])),
      (
        "metrics",
        .sequence(
          metrics.map {
            .object([("type", .text($0.type)), ("value", .number($0.value)), ("name", .text($0.name))])
          })
      ),
    ])
    guard let old, !old.isNull, old.sequence?.isEmpty != true else {
      return .sequence([.object([("name", .text(modelName)), ("results", .sequence([result]))])])
    }
    guard case .sequence(var models) = old, let model = models.last, case .mapping(var parts) = model,
      let place = parts.firstIndex(where: { $0.key == "results" }), let results = parts[place].value.sequence
    else {
      throw EvaluationError(
        .cardNotEditable, at: place, problem: "the results in the card cannot be read",
        expected: "a list of models with their results")
    }
    let others = results.filter { !isReplaced($0) }
    parts[place] = YAMLValue.Pair(key: "results", kind: .string, value: .sequence(others + [result]))
    models[models.count - 1] = .mapping(parts)
    return .sequence(models)
  }

  /// Whether a result is an earlier one of the same task and data. One with other figures, or of a part of the data, is somebody
  /// else's.
  private func isReplaced(_ result: YAMLValue) -> Bool {
    guard result["task"]?["type"]?.string == task, let data = result["dataset"],
      data["type"]?.string == dataset,
      ["config", "split", "revision", "args"].allSatisfy({ data[$0] == nil }), result["source"] == nil,
      let metrics = result["metrics"]?.sequence, !metrics.isEmpty
    else { return false }
    return metrics.allSatisfy { $0["type"]?.string.flatMap(EvaluationMetric.init) != nil }
  }
}

extension YAMLValue {
  fileprivate static func text(_ text: String) -> YAMLValue { .scalar(text, .string) }

  fileprivate static func number(_ value: Double) -> YAMLValue {
    .scalar("\(value)", .float(value))
  }

  fileprivate static func object(_ members: [(String, YAMLValue)]) -> YAMLValue {
    .mapping(members.map { Pair(key: $0.0, kind: .string, value: $0.1) })
  }
}
