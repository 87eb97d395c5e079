/// A name that a checkpoint's pickle may import: what `torch.load(weights_only=True)` lets through, and nothing else.
///
/// None of them is called: each only says how the arguments that follow are to be understood.
///
/// Source: the list in torch/_weights_only_unpickler.py of PyTorch 2.13.
struct TorchGlobal: PicklePhrase, Sendable {
  /// How a rebuild function's arguments become a tensor.
  enum Rebuild: Sendable {
    /// (storage, offset, shape, strides, ...)
    case tensor
    /// The same with a dtype as the seventh argument.
    case typedTensor
    /// (tensor, ...): the tensor itself.
    case parameter
    /// (function, type, arguments, state): the function's result.
    case fromType
    /// (tensor, dtype, device, ...): a tensor that was copied from its device.
    case fromDevice
  }

  enum Meaning: Sendable {
    case dictionary
    case set
    case size
    case bytes
    case opaque
    case parameterClass
    /// Of what dtype; nil for one that safetensors has no name for.
    case dtype(DType?)
    /// Of what dtype; nil for an untyped one, whose elements are bytes.
    case storage(DType?)
    case rebuild(Rebuild)
    /// Harmless, but nothing that safetensors can hold: sparse, quantised, nested, meta.
    case unsupported
  }

  let module: String
  let name: String
  let meaning: Meaning

  var phrase: String { "\(module).\(name)" }

  /// The entry of a name; nil for one that is not on the list.
  static func find(module: some Collection<UInt8>, name: some Collection<UInt8>) -> TorchGlobal? {
    // Strings compare by canonical equivalence; with ASCII alone that is equality.
    guard module.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      return nil
    }
    return table[String(decoding: Array(module) + [0x20] + Array(name), as: UTF8.self)]
  }

  private static let table: [String: TorchGlobal] = {
    var table: [String: TorchGlobal] = [:]
    func add(_ module: String, _ names: [String], _ meaning: Meaning) {
      for name in names {
        table["\(module) \(name)"] = TorchGlobal(module: module, name: name, meaning: meaning)
      }
    }
    add("collections", ["OrderedDict", "Counter"], .dictionary)
    for builtins in ["builtins", "__builtin__"] {
      add(builtins, ["set"], .set)
      add(builtins, ["bytearray"], .bytes)
      add(builtins, ["complex"], .opaque)
    }
    add("_codecs", ["encode"], .bytes)
    add("torch", ["Size"], .size)
    add("torch", ["device"], .opaque)
    add("torch.serialization", ["_get_layout"], .opaque)
    add("torch.nn.parameter", ["Parameter"], .parameterClass)
    add("torch._utils", ["_rebuild_tensor", "_rebuild_tensor_v2"], .rebuild(.tensor))
    add("torch._utils", ["_rebuild_tensor_v3"], .rebuild(.typedTensor))
    add("torch._utils", ["_rebuild_parameter", "_rebuild_parameter_with_state"], .rebuild(.parameter))
    add("torch._utils", ["_rebuild_device_tensor_from_cpu_tensor"], .rebuild(.fromDevice))
    add("torch._tensor", ["_rebuild_from_type_v2"], .rebuild(.fromType))
    add(
      "torch._utils",
      [
        "_rebuild_device_tensor_from_numpy", "_rebuild_meta_tensor_no_storage", "_rebuild_nested_tensor",
        "_rebuild_qtensor", "_rebuild_sparse_tensor", "_rebuild_wrapper_subclass",
      ], .unsupported)
    for (name, dtype) in dtypes { add("torch", [name], .dtype(dtype)) }
    add("torch", otherDTypes, .dtype(nil))
    for (name, dtype) in storages { add("torch", [name + "Storage"], .storage(dtype)) }
    add("torch.storage", ["UntypedStorage"], .storage(nil))
    add("torch.storage", ["TypedStorage"], .unsupported)
    add("torch", otherStorages.map { $0 + "Storage" }, .unsupported)
    add("torch", ["Tensor"], .opaque)
    add("torch.cuda", (storages.map(\.0) + ["ComplexDouble"]).map { $0 + "Storage" }, .unsupported)
    for module in ["torch", "torch.cuda", "torch.sparse", "torch.cuda.sparse"] {
      let isSparse = module.utf8.count > 10
      let names = tensorTypes + (isSparse ? [] : ["Bool"])
      add(module, names.map { $0 + "Tensor" }, .unsupported)
    }
    add(
      "torch",
      [
        "per_tensor_affine", "per_tensor_symmetric", "per_channel_affine", "per_channel_symmetric",
        "per_channel_affine_float_qparams",
      ], .opaque)
    return table
  }()

  private static let dtypes: [(String, DType)] = [
    ("float32", .float32), ("float64", .float64), ("float16", .float16), ("bfloat16", .bfloat16),
    ("uint8", .uint8), ("int8", .int8), ("int16", .int16), ("int32", .int32), ("int64", .int64),
    ("bool", .bool), ("uint16", .uint16), ("uint32", .uint32), ("uint64", .uint64),
    ("complex64", .complex64), ("float8_e5m2", .float8E5M2), ("float8_e4m3fn", .float8E4M3),
    ("float8_e8m0fnu", .float8E8M0), ("float8_e5m2fnuz", .float8E5M2FNUZ),
    ("float8_e4m3fnuz", .float8E4M3FNUZ),
  ]

  private static let otherDTypes =
    [
      "complex32", "complex128", "float4_e2m1fn_x2", "bits8", "bits16", "bits1x8", "bits2x4", "bits4x2",
      "qint8",
      "quint8", "qint32", "quint4x2", "quint2x4",
    ] + (1...7).flatMap { ["int\($0)", "uint\($0)"] }

  private static let storages: [(String, DType)] = [
    ("Float", .float32), ("Double", .float64), ("Half", .float16), ("BFloat16", .bfloat16), ("Byte", .uint8),
    ("Char", .int8), ("Short", .int16), ("Int", .int32), ("Long", .int64), ("Bool", .bool),
    ("ComplexFloat", .complex64),
  ]

  private static let otherStorages = ["ComplexDouble", "QInt8", "QUInt8", "QInt32", "QUInt4x2", "QUInt2x4"]

  private static let tensorTypes = [
    "Float", "Double", "Half", "BFloat16", "Byte", "Char", "Short", "Int", "Long",
  ]
}
