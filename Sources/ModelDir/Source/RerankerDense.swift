import PackCheckpoints
import PackFiles
import PackJSON

/// A Dense of sentence-transformers: activation(W·x + b) (sentence_transformers: base/modules/dense.py).
struct RerankerDense {
  /// Its settings.
  let config: JSONNode
  /// The activation, by its name in transformers' ACT2FN; `identity` for none.
  let activation: String
  /// `linear.weight` [outputs, inputs].
  let weight: Tensor
  /// `linear.bias` [outputs]; nil without one.
  let bias: Tensor?
  /// The files of its weights.
  let files: [CheckpointFile]

  var hasBias: Bool { bias != nil }
  var outputs: Int { weight.shape.first ?? 0 }

  /// torch's classes, by the last part of the path by which Python imports them.
  private static let activations = [
    "Identity": "identity", "GELU": "gelu", "ReLU": "relu", "SiLU": "silu", "Tanh": "tanh",
  ]
  private static let usualActivation = "torch.nn.modules.activation.Tanh"

  /// Reads a module.
  ///
  /// - Parameters:
  ///   - directory: the module's.
  ///   - input: the width that it has to read.
  ///   - output: the width that it has to give; nil for a module that gives the scores.
  /// - Throws: ``ModelDirError``, ``PackJSON/JSONError``, ``PackCheckpoints/CheckpointError`` or ``PackFiles/FileError``.
  init(_ directory: String, input: Int, output: Int?) throws {
    config = try JSONDocument(readingFile: joinPath(directory, PackageLayout.config)).root
    let name = try config.optional("activation_function")
    let path = try name?.string() ?? Self.usualActivation
    let known = path.hasPrefix("torch.nn.") ? Self.activations[lastPart(path)] : nil
    guard let known else {
      throw (name ?? config).notAllowed(
        "torch's " + Self.activations.keys.sorted().joined(separator: ", "), problem: "unsupported activation"
      )
    }
    activation = known
    if let residual = try config.optional("use_residual"), try residual.bool() {
      throw residual.notAllowed("false", problem: "a residual connection is not supported")
    }
    if let node = try config.optional("module_input_name"), try node.string() != "sentence_embedding" {
      throw node.notAllowed(
        "\"sentence_embedding\"", problem: "the module reads something else than the one before it")
    }
    let wanted = output == nil ? "scores" : "sentence_embedding"
    let given = try config.optionalString("module_output_name") ?? "sentence_embedding"
    guard given == wanted else {
      throw (config["module_output_name"] ?? config).notAllowed(
        "\"\(wanted)\"", problem: "the module gives something else than the one behind it reads")
    }
    let checkpoint = try Checkpoint(directory: directory, readsPickles: true)
    files = checkpoint.files
    weight = try RerankerModules.tensor("linear.weight", of: checkpoint)
    bias = checkpoint["linear.bias"]
    let rows = output ?? weight.shape.first ?? 0
    guard weight.shape == [rows, input], rows > 0, bias.map({ $0.shape == [rows] }) ?? true else {
      throw ModelDirError(
        .contradiction, at: weight.place, problem: "the module does not fit the encoder",
        expected: "[\(rows), \(input)]", found: weight.shapeText)
    }
  }

  /// The tensors under names of another module.
  func tensors(as name: String) -> [Tensor] {
    [weight.renamed("\(name).weight")] + (bias.map { [$0.renamed("\(name).bias")] } ?? [])
  }
}

private func lastPart(_ path: String) -> String { String(path.split(separator: ".").last ?? "") }
