import ModelDir
import PackEncoders
import PackFiles
import PackJSON

/// A key of one of the configurations that have to agree.
struct ConfigEntry {
  /// The key, as this file calls it.
  let key: String
  /// The value; nil where the key is missing.
  let value: JSONNode?
  /// What stands for a missing key.
  private let standard: JSONValue?
  private let node: JSONNode

  /// - Parameters:
  ///   - node: the object with the key.
  ///   - key: the key.
  ///   - alias: another name for it, which counts where the key is missing.
  ///   - standard: what stands for a missing key.
  init(_ node: JSONNode, _ key: String, alias: String? = nil, standard: JSONValue? = nil) {
    let alias = alias.flatMap { node[key] == nil && node[$0] != nil ? $0 : nil }
    self.key = alias ?? key
    self.node = node
    self.standard = standard
    value = node[alias ?? key]
  }

  /// The file.
  var file: String { node.document.name }

  /// Where the value stands, or would stand.
  var place: Place { node.place(of: key) }

  /// The value for a message.
  var text: String { value?.messageText ?? standard?.messageText ?? "missing" }

  /// The value in a form in which equal values have equal bytes: other readers know of no letters that look alike; nil where
  /// there is none.
  var meaning: ExactText? { (value.map { JSONValue($0) } ?? standard).map { ExactText(Self.canonical($0)) } }

  private static func canonical(_ value: JSONValue) -> String {
    switch value {
    case .number(let text): return Double(text).map { String($0) } ?? text
    case .object(let object):
      let members = object.members.map { member -> String in
        JSONValue.string(member.key).text(.line) + ":" + canonical(member.value)
      }
      return "{" + members.sorted().joined(separator: ",") + "}"
    case .array(let values): return "[" + values.map { canonical($0) }.joined(separator: ",") + "]"
    case .null, .bool, .string: return value.text(.line)
    }
  }

  /// Whether the value cannot be right, whatever the other files say.
  func isWrong(in package: PackageInspection) -> Bool {
    guard let value else { return standard == nil }
    let text = (try? value.string()) ?? ""
    switch key {
    case "base_model_name_or_path", "model_name_or_path": return isLocalPath(text)
    case "mode": return PackageMode(rawValue: text) == nil
    case "hidden_state_source": return HiddenStateSource(rawValue: text) == nil
    case "ranking_activation": return RankingActivation(rawValue: text) == nil
    case "pruning_aggregation": return PruningAggregation(rawValue: text) == nil
    case "pruning_threshold": return (try? value.double()).map { !(0...1).contains($0) } ?? true
    case "num_labels", "max_length", "hidden_size": return isUnlikeModel(value, package)
    default: return false
    }
  }

  /// Whether a size cannot be the model's.
  private func isUnlikeModel(_ value: JSONNode, _ package: PackageInspection) -> Bool {
    guard let size = try? value.int() else { return true }
    guard case .success(let encoder) = package.documents.encoderConfig else { return false }
    switch key {
    case "hidden_size": return size != encoder.shape.hiddenSize
    case "max_length":
      return size < 1 || encoder.shape.isPositionLimitHard && size > encoder.shape.usablePositions
    // That of a head is always 2, which its reader says.
    default:
      return node.path == "$" && package.documents.mode == .rerankingPruning && size != encoder.shape.labels
    }
  }
}
