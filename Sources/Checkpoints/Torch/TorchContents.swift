/// What both formats of torch.save come down to.
struct TorchContents: Sendable {
  /// Tensors by name, in the order of the object that was saved.
  let entries: [(name: String, tensor: TorchTensor)]
  let storages: [TorchStorage]
  /// Where each storage's bytes are.
  var sources: [TorchSource] = []
  /// Whether the elements are big-endian.
  var isBigEndian = false

  /// Takes the tensors of an object that a machine has read; the storages' bytes are still to be found.
  init(_ root: PickleValue, in machine: borrowing PickleMachine) throws(CheckpointError) {
    entries = try StateDict(root, in: machine).entries.map { ($0.name, machine.tensors[$0.tensor]) }
    storages = machine.storages
  }
}
