import PackCheckpoints
package import PackFiles

/// What the constants of a graph have to do with the weights of a package.
package struct GraphWeights: Sendable {
  /// A constant with the name of a weight and other values or another shape.
  package struct Difference: Sendable {
    /// The constant's name.
    package let constant: String
    /// The weight, with its directory: `ranking_model.classifier.weight`.
    package let weight: String
    /// What is wrong.
    package let problem: String
    package let expected: String
    package let found: String
  }

  /// Constants that have a weight's values, whole, with its dimensions exchanged, or rounded to fewer bits.
  package private(set) var equalCount = 0
  /// Constants that are named like a weight, and have other values.
  package private(set) var differences: [Difference] = []
  /// Matrices without a weight's name that have the shape of a weight, and the values of none.
  package private(set) var strangers: [String] = []
  /// Constants that are named like a weight, and whose elements are not there or stand in a form that is not read.
  package private(set) var unread: [String] = []
  /// Whether the comparison was given up, because it would take too long.
  package private(set) var isCutOff = false

  private let weights: WeightIndex
  /// How many elements may still be compared.
  private var budget: Int

  /// Compares a graph's constants with weights.
  ///
  /// - Parameters:
  ///   - graph: the graph.
  ///   - weights: the package's.
  ///   - open: gives the file that a constant's elements lie in, by its path relative to the graph's folder; nil where it is
  ///     not there, which is for another rule to say.
  package init(
    _ graph: ONNXGraph, _ weights: WeightIndex, open: (_ location: String) -> MappedFile?
  ) {
    self.weights = weights
    let files = Dictionary(
      graph.constants.compactMap { constant in
        if case .external(let location, _, _) = constant.elements { location } else { nil }
      }.map { ($0, open($0)) }, uniquingKeysWith: { first, _ in first })
    // Each constant is read a few times: a matrix is held against the weights of its shape, and most differ at once.
    budget = (1 << 24) + 8 * graph.constants.reduce(0) { $0 + min($1.byteCount ?? 0, 1 << 36) / 4 }
    let byName = Dictionary(graph.constants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for constant in graph.constants where !isCutOff {
      compare(ConstantValues(constant, of: graph, files: files, all: byName), constant)
    }
  }

  private mutating func compare(_ values: ConstantValues?, _ constant: ONNXGraph.Constant) {
    guard let values else {
      let isWeight = constant.byteCount.map { $0 > 8 } ?? true && weights.named(constant.name) != nil
      if isWeight { unread.append(constant.name) }
      return
    }
    guard values.count > 1 else { return }
    if let weight = weights.named(values.stem) {
      if let isEqual = isEqual(values, weight.tensor) {
        if isEqual {
          equalCount += 1
        } else {
          differences.append(
            Difference(
              constant: constant.name, weight: weight.name, problem: "has other values than the package",
              expected: "the values of \(weight.name)", found: "others"))
        }
        return
      }
      // A name of the package's own says which weight is meant.
      if weight.name == values.stem {
        differences.append(
          Difference(
            constant: constant.name, weight: weight.name, problem: "has another shape than in the package",
            expected: weight.tensor.shapeText, found: Tensor.text(of: values.shape)))
      }
      return
    }
    guard values.shape.count == 2, values.isExact else { return }
    let candidates = weights.shaped(values.shape)
    guard !candidates.isEmpty else { return }
    for weight in candidates where isEqual(values, weight) == true {
      equalCount += 1
      return
    }
    if !isCutOff { strangers.append(constant.name) }
  }

  /// Whether a constant has a tensor's values in either order of the dimensions; nil where the shape is another one.
  private mutating func isEqual(_ values: ConstantValues, _ tensor: Tensor) -> Bool? {
    var known: Bool?
    for isTransposed in [false, true] where tensor.shape.count == 2 || !isTransposed {
      let shape = isTransposed ? tensor.shape.reversed() : tensor.shape
      guard shape == values.shape else { continue }
      if values.isEqual(to: WeightValues(tensor), isTransposed: isTransposed, budget: &budget) { return true }
      known = false
    }
    if budget < 0 { isCutOff = true }
    return known
  }
}
