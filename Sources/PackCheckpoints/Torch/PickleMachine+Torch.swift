import PackFiles
import PackJSON

/// What torch's names mean.
extension TorchMachine {
  /// The value that a call would have returned.
  mutating func reduce(_ function: TorchValue, _ arguments: TorchValue) throws(CheckpointError)
    -> TorchValue
  {
    guard case .global(let global) = function else {
      throw error(.pickleMalformed, "call to \(function.phrase)")
    }
    guard case .tuple(let container) = arguments else {
      throw error(.pickleMalformed, "call arguments are not a tuple", found: arguments.phrase)
    }
    let items = heap[container]
    switch global.meaning {
    case .dictionary: return .dictionary(allocate(try entries(items, of: global)))
    case .set:
      guard items.count <= 1 else { throw mismatch(global, items) }
      guard let first = items.first else { return .set(allocate([])) }
      return .set(allocate(try elements(first)))
    case .size:
      guard items.count == 1 else { throw mismatch(global, items) }
      return .tuple(allocate(try elements(items[0])))
    case .bytes, .opaque: return .object(.opaque)
    case .parameterClass: return try firstTensor(items, global)
    case .rebuild(let rebuild): return try self.rebuild(rebuild, items, global)
    case .dtype, .storage: throw error(.pickleMalformed, "call to \(global.phrase)")
    case .unsupported: throw unsupported(global.phrase)
    }
  }

  /// Takes in the state that BUILD would set. Only attributes of dictionaries are written by torch, `_metadata` of a
  /// module's versions among them; no tensor is in them.
  func build(_ target: TorchValue, _ state: TorchValue) throws(CheckpointError) {
    switch (target, state) {
    case (.dictionary, .dictionary): return
    default: throw error(.pickleMalformed, "BUILD of \(target.phrase) with \(state.phrase)")
    }
  }

  /// The storage that a persistent id names:
  /// `("storage", type, key, location, number of elements)`, and in the legacy stream the view, or None.
  mutating func storage(_ id: TorchValue) throws(CheckpointError) -> TorchValue {
    guard case .tuple(let container) = id, (5...6).contains(heap[container].count) else {
      throw error(.pickleMalformed, "persistent id is not a storage", found: id.phrase)
    }
    let items = heap[container]
    guard case .text(let kind) = items[0], decoder.bytes[kind].elementsEqual("storage".utf8) else {
      throw error(.pickleMalformed, "persistent id is not a storage")
    }
    guard case .global(let type) = items[1], case .storage(let dtype) = type.meaning else {
      if case .global(let type) = items[1], case .unsupported = type.meaning {
        throw unsupported(type.phrase)
      }
      throw error(.pickleMalformed, "unknown storage type", found: items[1].phrase)
    }
    guard let key = storageKey(items[2]), case .int(let count) = items[4], count >= 0,
      !count.multipliedReportingOverflow(by: 8).overflow
    else { throw error(.pickleMalformed, "storage has no key or element count") }
    let storage = TorchStorage(key: key, dtype: dtype, count: count)
    let position = reader.storagePositions[ExactText(key)] ?? reader.storages.count
    if position == reader.storages.count {
      reader.storagePositions[ExactText(key)] = position
      reader.storages.append(storage)
    }
    // Two keys that are canonically equal would meet here; they are not the same storage.
    guard reader.storages[position] == storage, reader.storages[position].key.utf8.elementsEqual(key.utf8)
    else {
      throw error(.torchStorage, "storage has two types or sizes", found: key.quotedForMessage)
    }
    let range = try items.count == 6 ? view(items[5], of: storage) : 0..<storage.byteCount
    reader.views.append(TorchStorageView(storage: position, dtype: dtype, range: range))
    return .object(.storage(reader.views.count - 1))
  }

  /// The range that a legacy view `(key, offset, number of elements)` shows, in bytes.
  private func view(_ value: TorchValue, of storage: TorchStorage) throws(CheckpointError) -> Range<Int> {
    if case .none = value { return 0..<storage.byteCount }
    guard case .tuple(let container) = value, heap[container].count == 3,
      case .int(let offset) = heap[container][1], case .int(let count) = heap[container][2],
      offset >= 0, count >= 0, offset <= storage.count, count <= storage.count - offset
    else { throw error(.torchBounds, "view extends beyond its storage") }
    return (offset * storage.elementSize)..<((offset + count) * storage.elementSize)
  }

  /// The key of a storage as text.
  func storageKey(_ value: TorchValue) -> String? {
    switch value {
    case .text(let range) where range.count <= 256:
      String(validating: decoder.bytes[range], as: UTF8.self)
    case .int(let number): String(number)
    default: nil
    }
  }

  private mutating func rebuild(
    _ rebuild: TorchGlobal.Rebuild, _ items: [TorchValue], _ global: TorchGlobal
  ) throws(CheckpointError) -> TorchValue {
    switch rebuild {
    case .tensor:
      guard items.count == 4 || (6...7).contains(items.count), case .object(.storage(let view)) = items[0]
      else {
        throw mismatch(global, items)
      }
      guard let dtype = reader.views[view].dtype else { throw unsupported("a tensor of an untyped storage") }
      if items.count == 7 { try requirePlain(items[6]) }
      return try tensor(items, reader.views[view], dtype)
    case .typedTensor:
      guard (7...8).contains(items.count), case .object(.storage(let view)) = items[0],
        case .global(let type) = items[6],
        case .dtype(let dtype) = type.meaning
      else { throw mismatch(global, items) }
      guard let dtype else { throw unsupported(type.phrase) }
      if items.count == 8 { try requirePlain(items[7]) }
      return try tensor(items, reader.views[view], dtype)
    case .parameter: return try firstTensor(items, global)
    case .fromDevice:
      guard items.count >= 2, case .object(.tensor(let tensor)) = items[0], case .global(let type) = items[1],
        case .dtype(let dtype) = type.meaning
      else { throw mismatch(global, items) }
      guard reader.tensors[tensor].dtype == dtype else {
        throw unsupported("a tensor that changes its dtype")
      }
      return items[0]
    case .fromType:
      guard items.count == 4, case .global(let type) = items[1] else { throw mismatch(global, items) }
      guard case .global(let function) = items[0], case .rebuild = function.meaning,
        case .tuple(let arguments) = items[2]
      else { throw mismatch(global, items) }
      switch type.meaning {
      case .parameterClass: break
      case .opaque where type.name == "Tensor": break
      default: throw unsupported(type.phrase)
      }
      // One level is what torch writes; another inside would be a way to recurse.
      if case .rebuild(.fromType) = function.meaning { throw mismatch(global, items) }
      return try self.rebuild(Self.kind(of: function), heap[arguments], function)
    }
  }

  private static func kind(of function: TorchGlobal) -> TorchGlobal.Rebuild {
    if case .rebuild(let rebuild) = function.meaning { return rebuild }
    return .parameter
  }

  private mutating func tensor(
    _ items: [TorchValue], _ view: TorchStorageView, _ dtype: DType
  ) throws(CheckpointError) -> TorchValue {
    guard case .int(let offset) = items[1] else { throw error(.pickleMalformed, "tensor has no offset") }
    let place = Place(file: decoder.name, byteOffset: self.offset)
    reader.tensors.append(
      try TorchTensor(
        dtype: dtype, shape: try integers(items[2]), strides: try integers(items[3]), offset: offset,
        storage: view.storage, range: view.range, at: place))
    return .object(.tensor(reader.tensors.count - 1))
  }

  /// A tensor's metadata must say nothing: with the conjugate or the negative bit, the storage holds other values.
  private func requirePlain(_ metadata: TorchValue) throws(CheckpointError) {
    switch metadata {
    case .none: return
    case .dictionary(let container) where heap[container].isEmpty: return
    default: throw unsupported("a lazily conjugated or negated tensor")
    }
  }

  private func firstTensor(_ items: [TorchValue], _ global: TorchGlobal) throws(CheckpointError)
    -> TorchValue
  {
    guard let first = items.first, case .object(.tensor) = first else { throw mismatch(global, items) }
    return first
  }

  private func integers(_ value: TorchValue) throws(CheckpointError) -> [Int] {
    var result: [Int] = []
    for element in try elements(value) {
      guard case .int(let number) = element, result.count <= TorchTensor.maximumRank else {
        throw error(.pickleMalformed, "shape or strides are not a short tuple of integers")
      }
      result.append(number)
    }
    return result
  }

  private func elements(_ value: TorchValue) throws(CheckpointError) -> [TorchValue] {
    switch value {
    case .tuple(let container), .list(let container), .set(let container): return heap[container]
    default: throw error(.pickleMalformed, "\(value.phrase) where a sequence is expected")
    }
  }

  /// The entries that OrderedDict or Counter begins with: of a dictionary, or of a list of pairs.
  private func entries(_ items: [TorchValue], of global: TorchGlobal) throws(CheckpointError)
    -> [TorchValue]
  {
    guard let first = items.first else { return [] }
    guard items.count == 1 else { throw mismatch(global, items) }
    if case .dictionary(let container) = first { return heap[container] }
    guard case .list(let container) = first else { throw mismatch(global, items) }
    var result: [TorchValue] = []
    for pair in heap[container] {
      let pair = try elements(pair)
      guard pair.count == 2 else { throw mismatch(global, items) }
      result += pair
    }
    return result
  }

  private func mismatch(_ global: TorchGlobal, _ items: [TorchValue]) -> CheckpointError {
    error(
      .pickleMalformed, "\(global.phrase) has wrong arguments",
      found: "(" + items.prefix(8).map(\.phrase).joined(separator: ", ") + ")")
  }

  private func unsupported(_ what: String) -> CheckpointError {
    error(.torchUnsupported, "value cannot be stored in safetensors", found: what)
  }
}
