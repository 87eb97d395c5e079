package import PackCheckpoints
import PackEncoders

/// The weights of a package by the names that graphs give them, and by their shapes.
package struct WeightIndex: Sendable {
  /// A weight, and its name with its directory.
  package struct Weight: Sendable {
    package let name: String
    package let tensor: Tensor
  }

  private var names: [String: Weight] = [:]
  private var shapes: [[Int]: [Tensor]] = [:]

  /// Longer names than this have no components that are looked for.
  private static let mostComponents = 32

  /// The weights of checkpoints, each with its directory.
  package init(_ checkpoints: [(directory: String, tensors: [Tensor])]) {
    for (index, checkpoint) in checkpoints.enumerated() {
      for tensor in checkpoint.tensors where tensor.dtype.isComputable {
        let name = LegacyNames.current(tensor.name)
        let weight = Weight(name: "\(checkpoint.directory).\(name)", tensor: tensor)
        names[weight.name] = weight
        // Of the sub-model alone the name may stand without the directory, as in a graph that was made of it.
        if index == 0 { names[name] = weight }
        if tensor.shape.count == 2 {
          shapes[tensor.shape, default: []].append(tensor)
          if tensor.shape.first != tensor.shape.last {
            shapes[tensor.shape.reversed(), default: []].append(tensor)
          }
        }
      }
    }
  }

  /// The weight that a constant is named after: by its whole name, or without its first components.
  func named(_ name: String) -> Weight? {
    var rest = name[...]
    for _ in 0..<Self.mostComponents {
      if let weight = names[String(rest)] { return weight }
      guard let dot = rest.firstIndex(of: ".") else { return nil }
      rest = rest[rest.index(after: dot)...]
    }
    return nil
  }

  /// The matrices of a shape, or of its dimensions exchanged.
  func shaped(_ shape: [Int]) -> [Tensor] { shapes[shape] ?? [] }
}
