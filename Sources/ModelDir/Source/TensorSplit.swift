import PackCheckpoints
import PackFiles

/// One checkpoint divided into sub-model and head, every tensor under its name there.
struct TensorSplit {
  /// The sub-model's.
  let model: Checkpoint
  /// The head's.
  let head: Checkpoint

  /// Divides a checkpoint.
  ///
  /// - Throws: ``ModelDirError`` that names the first tensor without a route.
  init(_ checkpoint: Checkpoint, by routes: [TensorRoute]) throws {
    var model: [Tensor] = []
    var head: [Tensor] = []
    var strays: [Tensor] = []
    for tensor in checkpoint.tensors {
      guard let route = routes.first(where: { tensor.name.utf8.starts(with: $0.prefix.utf8) }) else {
        strays.append(tensor)
        continue
      }
      let renamed = tensor.renamed(
        route.replacement
          + String(decoding: tensor.name.utf8.dropFirst(route.prefix.utf8.count), as: UTF8.self))
      switch route.part {
      case .model: model.append(renamed)
      case .head: head.append(renamed)
      }
    }
    if let first = strays.first {
      throw ModelDirError(
        .unsupportedSource, at: first.place, problem: "tensor does not belong to the model",
        expected: "names that begin with \(routes.map(\.prefix).joined(separator: ", "))",
        found: strays.count == 1 ? first.name : "\(first.name) and \(strays.count - 1) more")
    }
    self.model = try Checkpoint(tensors: model, of: checkpoint.files)
    self.head = try Checkpoint(tensors: head, of: checkpoint.files)
  }
}
