import PackYAML

/// The evaluation results of a card (`model-index`), as the Hub's client takes them apart.
enum ModelIndex {
  private typealias Fault = FrontMatter.Fault

  /// What the client refuses in a `model-index` that is not empty.
  static func clientFaults(_ index: YAMLValue) -> [FrontMatter.Fault] {
    guard case .sequence(let models) = index else {
      return [wrong("$.model-index", "a list of models", index)]
    }
    var faults: [Fault] = []
    for (number, model) in models.enumerated() {
      let path = "$.model-index[\(number)]"
      faults += missing(["name", "results"], in: model, path)
      guard let results = model["results"] else { continue }
      faults += each(results, "\(path).results", "a list of results", Self.result)
    }
    if let last = models.last, last["name"]?.isNull == true, models.contains(where: hasMetrics) {
      faults.append(wrong("$.model-index[\(models.count - 1)].name", "a text", last["name"]))
    }
    return faults
  }

  /// The results as rows of a table, a row a metric: data, task, metric, value as it stands; nil where there are none.
  static func rows(_ index: YAMLValue?) -> String? {
    guard let index, !index.isNull, clientFaults(index).isEmpty else { return nil }
    var rows: [String] = []
    for model in index.sequence ?? [] {
      for result in model["results"]?.sequence ?? [] {
        let task = result["task"].flatMap { name($0) } ?? ""
        let data = result["dataset"].flatMap { name($0) } ?? ""
        for metric in result["metrics"]?.sequence ?? [] {
          guard case .scalar(let value, _)? = metric["value"] else { continue }
          let cells = [data, task, name(metric) ?? "", value].map { ModelCard.cell($0) }
          rows.append("| " + cells.joined(separator: " | ") + " |")
        }
      }
    }
    return rows.isEmpty ? nil : rows.joined(separator: "\n")
  }

  /// What people call a task, data or a metric, else what the Hub does.
  private static func name(_ value: YAMLValue) -> String? { value["name"]?.string ?? value["type"]?.string }

  private static func hasMetrics(_ model: YAMLValue) -> Bool {
    model["results"]?.elements?.contains { $0["metrics"]?.isFalse == false } == true
  }

  private static func result(_ result: YAMLValue, _ path: String) -> [FrontMatter.Fault] {
    var faults = missing(["task", "dataset", "metrics"], in: result, path)
    if let task = result["task"] { faults += missing(["type"], in: task, "\(path).task") }
    if let dataset = result["dataset"] {
      faults += missing(["type", "name"], in: dataset, "\(path).dataset")
    }
    if let source = result["source"], !source.isFalse {
      if case .mapping = source {
        // The client looks at it for each metric.
        let isRead = result["metrics"]?.isFalse == false
        if isRead, source["name"]?.isNull == false, source["url"]?.isNull != false {
          faults.append(wrong("\(path).source.url", "an address, as there is a name", source["url"]))
        }
      } else {
        faults.append(wrong("\(path).source", "a mapping", source))
      }
    }
    if let metrics = result["metrics"] {
      faults += each(metrics, "\(path).metrics", "a list of metrics") {
        missing(["type", "value"], in: $0, $1)
      }
    }
    return faults
  }

  /// The faults of each element of a list; anything empty that Python iterates over is one.
  private static func each(
    _ value: YAMLValue, _ path: String, _ expected: String,
    _ faults: (YAMLValue, String) -> [FrontMatter.Fault]
  ) -> [FrontMatter.Fault] {
    guard let elements = value.elements else { return [wrong(path, expected, value)] }
    return elements.enumerated().flatMap { faults($1, "\(path)[\($0)]") }
  }

  /// The keys that a mapping has not; one fault for what is no mapping.
  private static func missing(_ keys: [String], in value: YAMLValue, _ path: String) -> [FrontMatter.Fault] {
    guard case .mapping = value else { return [wrong(path, "a mapping", value)] }
    return keys.filter { value[$0] == nil }.map {
      Fault(
        path: "\(path).\($0)", problem: "a part of model-index is missing", expected: "a value", found: nil)
    }
  }

  private static func wrong(_ path: String, _ expected: String, _ value: YAMLValue?) -> FrontMatter.Fault {
    Fault(
      path: path, problem: "a part of model-index cannot be read", expected: expected, found: value?.shown)
  }
}
