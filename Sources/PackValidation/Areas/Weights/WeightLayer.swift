import PackCheckpoints

/// The tensors of one layer of an encoder, and the signs that nobody trained them.
struct WeightLayer {
  /// What the layers are called together: `bert.encoder.layer`.
  let stem: String
  /// The layer's number.
  let number: Int
  /// Its tensors by what follows the number: `attention.self.query.weight`.
  private var tensors: [(name: String, tensor: Tensor)] = []
  private var byName: [String: Tensor] = [:]

  /// Elements of a matrix that are looked at: enough to tell how they are spread.
  private static let sample = 1 << 18
  /// Smaller matrices tell nothing.
  private static let fewest = 256

  /// The layers of a checkpoint, in order.
  static func layers(of checkpoint: Checkpoint) -> [WeightLayer] {
    var layers: [String: [Int: WeightLayer]] = [:]
    for tensor in checkpoint.tensors {
      let parts = tensor.name.split(separator: ".", omittingEmptySubsequences: false)
      guard let place = parts.lastIndex(where: { Int($0) != nil }), place + 1 < parts.count, place > 0,
        let number = Int(parts[place])
      else { continue }
      let stem = parts[..<place].joined(separator: ".")
      layers[stem, default: [:]][number, default: WeightLayer(stem: stem, number: number)].add(
        parts[(place + 1)...].joined(separator: "."), tensor)
    }
    return layers.sorted { $0.key < $1.key }.flatMap { $0.value.sorted { $0.key < $1.key }.map(\.value) }
  }

  private init(stem: String, number: Int) {
    self.stem = stem
    self.number = number
  }

  private mutating func add(_ name: String, _ tensor: Tensor) {
    tensors.append((name, tensor))
    byName[name] = tensor
  }

  /// Matrices with enough elements to tell something.
  var matrices: [(name: String, tensor: Tensor)] {
    tensors.filter {
      $0.name.hasSuffix(".weight") && $0.tensor.shape.count == 2 && $0.tensor.count >= Self.fewest
    }
  }

  /// What the norms say.
  enum Norms {
    /// A gain or a bias has moved, or there is no norm.
    case trained
    /// All gains are 1, and there are no biases.
    case gainsOne
    /// All gains are 1 and all biases 0.
    case untouched
  }

  /// Whether gains and biases of all norms are where they begin.
  var norms: Norms {
    let gains = tensors.filter { entry in
      let parts = entry.name.split(separator: ".")
      guard entry.tensor.shape.count == 1, parts.last == "weight", parts.count > 1 else { return false }
      let name = parts[parts.count - 2].lowercased()
      return name.contains("norm") || name.hasSuffix("_ln")
    }
    var hasBias = false
    for gain in gains {
      guard Self.isAll(1, gain.tensor) else { return .trained }
      if let bias = bias(of: gain.name) {
        hasBias = true
        guard Self.isAll(0, bias) else { return .trained }
      }
    }
    return gains.isEmpty ? .trained : hasBias ? .untouched : .gainsOne
  }

  /// The first matrix, where half of the matrices or more, and two or more, are spread as an initialiser leaves them, with
  /// biases of 0.
  ///
  /// - Parameters:
  ///   - deviations: what initialisers take.
  ///   - norms: what the norms say.
  func freshMatrix(_ deviations: [Double], norms: Norms) -> Tensor? {
    let fresh = matrices.filter { entry in
      if let bias = bias(of: entry.name) {
        guard Self.isAll(0, bias) else { return false }
      } else if norms == .trained {
        // Without a bias nothing but the spread tells, and trained ones may come near it.
        return false
      }
      guard let values = try? entry.tensor.floats(0..<min(entry.tensor.count, Self.sample)),
        let moments = Moments(values)
      else { return false }
      return deviations.contains { moments.isDrawn(deviation: $0) }
    }
    return fresh.count >= 2 && 2 * fresh.count >= matrices.count ? fresh.first?.tensor : nil
  }

  /// Whether all matrices are those of another layer, byte for byte.
  func equals(_ other: WeightLayer) -> Bool {
    let (own, others) = (matrices, other.matrices)
    guard !own.isEmpty, own.map(\.name) == others.map(\.name) else { return false }
    return zip(own, others).allSatisfy {
      $0.tensor.dtype == $1.tensor.dtype && $0.tensor.bytes.count == $1.tensor.bytes.count
        && $0.tensor.bytes.elementsEqual($1.tensor.bytes)
    }
  }

  private func bias(of weight: String) -> Tensor? {
    byName[String(weight.dropLast("weight".count)) + "bias"]
  }

  private static func isAll(_ value: Float, _ tensor: Tensor) -> Bool {
    (try? tensor.floats())?.allSatisfy { $0 == value } == true
  }
}
