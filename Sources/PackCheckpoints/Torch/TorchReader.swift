import PackFiles

/// What torch's names in a pickle make: tensors and storages are noted down, other values of allowed types passed over.
struct TorchReader: PickleReader {
  /// What a name made.
  enum Object: PicklePhrase {
    /// The number of a view.
    case storage(Int)
    /// The number of a tensor.
    case tensor(Int)
    /// A value of an allowed type that no tensor needs: a device, a layout, a complex number.
    case opaque

    var phrase: String {
      switch self {
      case .storage: "a storage"
      case .tensor: "a tensor"
      case .opaque: "an object"
      }
    }
  }

  var storages: [TorchStorage] = []
  var views: [TorchStorageView] = []
  var tensors: [TorchTensor] = []
  var storagePositions: [ExactText: Int] = [:]

  var count: Int { tensors.count + views.count }

  static let writer = "torch.save"
  static let knownNames = "the names that torch.load(weights_only=True) allows"

  static func find(module: some Collection<UInt8>, name: some Collection<UInt8>) -> TorchGlobal? {
    TorchGlobal.find(module: module, name: name)
  }

  static func reduce(
    _ function: TorchValue, _ arguments: TorchValue, in machine: inout TorchMachine
  ) throws(CheckpointError) -> TorchValue {
    try machine.reduce(function, arguments)
  }

  static func build(
    _ target: TorchValue, _ state: TorchValue, in machine: inout TorchMachine
  ) throws(CheckpointError) {
    try machine.build(target, state)
  }

  static func object(_ id: TorchValue, in machine: inout TorchMachine) throws(CheckpointError) -> TorchValue {
    try machine.storage(id)
  }
}

/// What stands on the stack of a pickle of torch's.
typealias TorchValue = PickleValue<TorchReader>
/// A machine that reads pickles of torch's.
typealias TorchMachine = PickleMachine<TorchReader>
