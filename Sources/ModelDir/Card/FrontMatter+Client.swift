import PackJSON
import PackYAML

extension FrontMatter {
  /// What makes huggingface_hub's ModelCard refuse a front matter that is YAML.
  public struct Fault: Sendable, Hashable {
    /// Where: `$.model-index[0].results`.
    public let path: String
    /// What is wrong.
    public let problem: String
    /// What would have been right.
    public let expected: String?
    /// What was found instead.
    public let found: String?
  }

  /// Names that are arguments of ModelCardData's own, which a key would give twice.
  private static let reserved = ["self", "ignore_metadata_errors"]

  /// The faults, in the order in which the client comes to them; empty where its ModelCard loads the card.
  public var clientFaults: [Fault] {
    guard case .mapping(let pairs) = value else {
      return [
        Fault(path: "$", problem: "front matter is not a mapping", expected: "key: value", found: value.shown)
      ]
    }
    var faults: [Fault] = []
    for pair in pairs {
      let path = "$.\(pair.key)"
      if pair.kind != .string {
        faults.append(
          Fault(
            path: path, problem: "a key is not a string", expected: "quotes around it",
            found: pair.keyValue.shown))
      } else if Self.reserved.contains(pair.key) {
        faults.append(
          Fault(path: path, problem: "the Hub's client has this name for itself", expected: nil, found: nil))
      }
    }
    if let tags = value["tags"], !tags.isNull, tags.elements == nil, tags.string == nil {
      faults.append(
        Fault(path: "$.tags", problem: "tags are not a list", expected: "a list of texts", found: tags.shown))
    }
    if let index = value["model-index"], !index.isFalse {
      faults += ModelIndex.clientFaults(index)
    } else if let results = value["eval_results"], !results.isFalse {
      faults.append(
        Fault(
          path: "$.eval_results", problem: "the Hub's client takes no results here", expected: "model-index",
          found: nil))
    }
    return faults
  }
}

extension YAMLValue {
  /// The elements of what Python iterates over, texts aside; nil for what it does not.
  var elements: [YAMLValue]? {
    switch self {
    case .sequence(let values), .set(let values): values
    case .mapping(let pairs): pairs.map(\.keyValue)
    case .scalar(_, .binary(let bytes)): bytes.map { .scalar(String($0), .integer(Int($0))) }
    case .scalar(let text, .string): text.unicodeScalars.map { .scalar(String($0), .string) }
    case .scalar: nil
    }
  }

  /// Whether Python takes it for false.
  var isFalse: Bool {
    switch self {
    case .scalar(let text, let kind):
      switch kind {
      case .string: text.isEmpty
      case .null: true
      case .boolean(let value): !value
      case .integer(let value): value == 0
      case .float(let value): value == 0
      case .timestamp: false
      case .binary(let bytes): bytes.isEmpty
      }
    case .sequence(let values), .set(let values): values.isEmpty
    case .mapping(let pairs): pairs.isEmpty
    }
  }

  /// The value for messages.
  package var shown: String {
    switch self {
    case .scalar(_, .null): "nothing"
    case .scalar(let text, _): text.quotedForMessage
    case .sequence, .set: "a list"
    case .mapping: "a mapping"
    }
  }
}
