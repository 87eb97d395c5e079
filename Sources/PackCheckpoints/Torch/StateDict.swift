import PackFiles
import PackJSON

/// The tensors of a pickled object by name: those of a state dict by its keys, those of dictionaries and lists inside it
/// by the keys and positions on the way, joined with dots.
struct StateDict {
  /// Name and number of each tensor, in the object's order.
  private(set) var entries: [(name: String, tensor: Int)] = []

  /// Deeper than any checkpoint, an optimizer's state included.
  private static let maximumDepth = 32
  /// Values that are looked at: one list that stands in many places counts as often.
  private static let maximumVisits = 1 << 23
  private static let maximumName = 1024

  private var names: Set<[UInt8]> = []
  private var visits = 0
  private let file: String

  /// Walks over an object.
  ///
  /// - Throws: ``CheckpointError`` where it is no dictionary, gives a name twice, or contains itself.
  init(_ root: TorchValue, in machine: borrowing TorchMachine) throws(CheckpointError) {
    file = machine.decoder.name
    guard case .dictionary = root else {
      throw error("the saved object is no dictionary", expected: "a state dict", found: root.phrase)
    }
    try visit(root, name: "", depth: 0, in: machine)
  }

  private mutating func visit(
    _ value: TorchValue, name: String, depth: Int, in machine: borrowing TorchMachine
  ) throws(CheckpointError) {
    visits += 1
    guard depth <= Self.maximumDepth, visits <= Self.maximumVisits else {
      throw CheckpointError(
        .pickleLimit, at: Place(file: file, tensor: name),
        problem: "the saved object is too deep or too large",
        expected: "at most \(Self.maximumDepth) levels", found: "more; it may contain itself")
    }
    switch value {
    case .object(.tensor(let tensor)):
      guard names.insert(Array(name.utf8)).inserted else {
        throw error("two tensors of one name", found: name.quotedForMessage)
      }
      entries.append((name, tensor))
    case .tuple(let container), .list(let container), .set(let container):
      let elements = machine.heap[container]
      for (position, element) in elements.enumerated() {
        try visit(element, name: Self.join(name, "\(position)"), depth: depth + 1, in: machine)
      }
    case .dictionary(let container):
      let elements = machine.heap[container]
      var keys: Set<[UInt8]> = []
      for position in stride(from: 0, to: elements.count - 1, by: 2) {
        guard let key = try key(elements[position], in: machine) else {
          try requireNoTensor(elements[position + 1], key: elements[position])
          continue
        }
        guard keys.insert(Array(key.utf8)).inserted else {
          throw error("a dictionary with two values of one key", found: key.quotedForMessage)
        }
        try visit(elements[position + 1], name: Self.join(name, key), depth: depth + 1, in: machine)
      }
    default: break
    }
  }

  /// The key as part of a name; nil for one that is neither a string nor an integer.
  private func key(_ value: TorchValue, in machine: borrowing TorchMachine) throws(CheckpointError)
    -> String?
  {
    switch value {
    case .text(let range):
      guard range.count <= Self.maximumName,
        let text = String(validating: machine.decoder.bytes[range], as: UTF8.self)
      else {
        throw error("a key that is no name", expected: "at most \(Self.maximumName) bytes of UTF-8")
      }
      return text
    case .int(let number): return String(number)
    default: return nil
    }
  }

  private func requireNoTensor(_ value: TorchValue, key: TorchValue) throws(CheckpointError) {
    switch value {
    case .object(.tensor), .tuple, .list, .set, .dictionary:
      throw error("a key that is no name", expected: "a string or an integer", found: key.phrase)
    default: return
    }
  }

  private static func join(_ prefix: String, _ component: String) -> String {
    prefix.isEmpty ? component : "\(prefix).\(component)"
  }

  private func error(_ problem: String, expected: String? = nil, found: String? = nil) -> CheckpointError {
    CheckpointError(.notStateDict, at: Place(file: file), problem: problem, expected: expected, found: found)
  }
}
