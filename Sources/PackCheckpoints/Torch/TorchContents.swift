import PackFiles

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
  init(_ root: TorchValue, in machine: borrowing TorchMachine) throws(CheckpointError) {
    entries = try StateDict(root, in: machine).entries.map { ($0.name, machine.reader.tensors[$0.tensor]) }
    storages = machine.reader.storages
  }

  /// What all tensors that have to be written out may take beyond four times their storages.
  private static let harmlessSize = 1 << 26

  /// Refuses tensors that name far more elements than their storages have: strides of zero make terabytes of four bytes.
  func checkGrowth(file: String) throws(CheckpointError) {
    // Each is the size of a member or of a part of the file, so that the sum fits.
    let stored = storages.reduce(0) { $0 + $1.byteCount }
    let limit = Self.harmlessSize + min(stored, Int.max / 8) * 4
    var total = 0
    var seen: Set<TorchTensor> = []
    for (name, tensor) in entries where !tensor.isContiguous && seen.insert(tensor).inserted {
      let (sum, overflow) = total.addingReportingOverflow(tensor.byteCount)
      guard !overflow, sum <= limit else {
        throw CheckpointError(
          .torchBounds, at: Place(file: file, tensor: name),
          problem: "tensors have far more elements than their storages",
          expected: "at most \(limit) bytes")
      }
      total = sum
    }
  }
}
