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
  /// Bytes of all keys on the way together: whatever lies below has them in its name.
  private static let maximumPath = 2048

  private var names: Set<[UInt8]> = []
  private var visits = 0
  private let file: String

  /// Walks over an object.
  ///
  /// - Throws: ``CheckpointError`` if it is not a dictionary, has a duplicate name, or contains itself.
  init(_ root: TorchValue, in machine: borrowing TorchMachine) throws(CheckpointError) {
    file = machine.decoder.name
    guard case .dictionary = root else {
      throw error("saved object is not a dictionary", expected: "a state dict", found: root.phrase)
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
        problem: "saved object is too large or nested too deeply",
        expected: "at most \(Self.maximumDepth) levels", found: "more; it may contain itself")
    }
    switch value {
    case .object(.tensor(let tensor)):
      guard names.insert(Array(name.utf8)).inserted else {
        throw error("two tensors have the same name", found: name.quotedForMessage)
      }
      entries.append((name, tensor))
    case .tuple(let container), .list(let container), .set(let container):
      let elements = machine.heap[container]
      for (position, element) in elements.enumerated() where holdsTensors(element) {
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
          throw error("dictionary has a duplicate key", found: key.quotedForMessage)
        }
        guard holdsTensors(elements[position + 1]) else { continue }
        guard name.utf8.count + key.utf8.count < Self.maximumPath else {
          throw error("name is too long", expected: "at most \(Self.maximumPath) bytes")
        }
        try visit(elements[position + 1], name: Self.join(name, key), depth: depth + 1, in: machine)
      }
    default: break
    }
  }

  private mutating func holdsTensors(_ value: TorchValue) -> Bool {
    switch value {
    case .object(.tensor), .tuple, .list, .set, .dictionary: return true
    default:
      visits += 1
      return false
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
        throw error("key is not a valid name", expected: "at most \(Self.maximumName) bytes of UTF-8")
      }
      return text
    case .int(let number): return String(number)
    default: return nil
    }
  }

  private func requireNoTensor(_ value: TorchValue, key: TorchValue) throws(CheckpointError) {
    switch value {
    case .object(.tensor), .tuple, .list, .set, .dictionary:
      throw error("key is not a valid name", expected: "a string or an integer", found: key.phrase)
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
