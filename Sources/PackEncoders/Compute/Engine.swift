import CPackKernels
import PackFiles

/// The kernels' threads, and the operations of a forward pass on them.
final class Engine {
  private let engine: OpaquePointer

  /// Looks at what the operations give; nil in an ordinary run.
  var inspection: ActivationInspection?

  init(threads: Int, instructionSet: InstructionSet) throws(EncoderError) {
    var engine: OpaquePointer?
    let status = ck_engine_create(max(threads, 1), instructionSet.kernelType, &engine)
    if status == CK_NOT_SUPPORTED {
      throw EncoderError(
        .instructionSetMissing, at: Place(file: "processor"), problem: "instruction set is not available",
        expected: instructionSet.rawValue, found: InstructionSet.best.rawValue)
    }
    guard status == CK_OK, let engine else { throw EncoderError.outOfMemory }
    self.engine = engine
  }

  deinit { ck_engine_destroy(engine) }

  /// How the product's third operand joins it.
  enum Operand {
    case none
    case added(Rows)
    case multiplied(Rows)
  }

  /// output = activation(input W^T + b), then the operand; the layers' outputs stand side by side.
  func linear(
    _ input: Rows, _ layers: [Linear], into output: Rows, _ activation: Activation = .identity,
    operand: Operand = .none
  ) throws(EncoderError) {
    if let inspection { try lookAtProduct(input, layers, inspection) }
    defer { inspection?.look(at: output) }
    var linear = ck_linear()
    linear.input = UnsafePointer(input.pointer)
    linear.input_stride = input.stride
    linear.rows = input.count
    linear.output = output.pointer
    linear.output_stride = output.stride
    linear.activation = activation.kernelType
    switch operand {
    case .none: linear.combine = CK_REPLACE
    case .added(let rows), .multiplied(let rows):
      if case .added = operand { linear.combine = CK_ADD } else { linear.combine = CK_MULTIPLY }
      linear.operand = UnsafePointer(rows.pointer)
      linear.operand_stride = rows.stride
    }
    let status = try matrices(of: layers).withUnsafeBufferPointer { matrices in
      linear.matrices = matrices.baseAddress
      linear.matrix_count = matrices.count
      return ck_linear_run(engine, &linear)
    }
    try check(status, "product")
    for layer in layers where layer.panels?.takeCompletion() == true { layer.releaseFile() }
  }

  /// The layers' weights, in whole numbers where all of them are.
  private func matrices(of layers: [Linear]) throws(EncoderError) -> [ck_matrix] {
    var matrices = layers.map(\.matrix)
    for layer in layers { try check(layer.quantized?.prepare(layer, engine) ?? CK_OK, "quantization") }
    let quantized = layers.compactMap { $0.quantized?.kernelType }
    guard quantized.count == layers.count else { return matrices }
    for index in matrices.indices { matrices[index].quantized = quantized[index] }
    return matrices
  }

  /// A product before its activation and its operand, which are operations of their own in PyTorch.
  private func lookAtProduct(
    _ input: Rows, _ layers: [Linear], _ inspection: ActivationInspection
  ) throws(EncoderError) {
    let width = layers.reduce(0) { $0 + $1.outputs }
    let (product, owner) = try Rows.allocate(count: input.count, width: width)
    self.inspection = nil
    defer { self.inspection = inspection }
    try linear(input, layers, into: product)
    withExtendedLifetime(owner) { inspection.look(at: product) }
  }

  func layerNorm(_ input: Rows, _ norm: LayerNorm, into output: Rows) throws(EncoderError) {
    defer { inspection?.look(at: output) }
    guard norm.kind == .centred else { return try rootMeanSquareNorm(input, norm, into: output) }
    var operation = ck_layer_norm(
      input: input.pointer, input_stride: input.stride, rows: input.count, width: norm.width,
      scale: norm.scale?.pointer, shift: norm.shift?.pointer, epsilon: norm.epsilon, output: output.pointer,
      output_stride: output.stride)
    try check(ck_layer_norm_run(engine, &operation), "layer norm")
  }

  private func rootMeanSquareNorm(
    _ input: Rows, _ norm: LayerNorm, into output: Rows
  ) throws(EncoderError) {
    var operation = ck_rms_norm(
      input: input.pointer, input_stride: input.stride, rows: input.count, width: norm.width,
      scale: norm.scale?.pointer, epsilon: norm.epsilon, output: output.pointer, output_stride: output.stride)
    try check(ck_rms_norm_run(engine, &operation), "norm")
  }

  /// Each row is the sum of one entry of each table.
  func embed(_ tables: [(EmbeddingTable, [Int32])], into output: Rows) throws(EncoderError) {
    defer { inspection?.look(at: output) }
    // The kernel takes plain pointers; one array holds all indices while it runs.
    let indices = tables.flatMap(\.1)
    let status = indices.withUnsafeBufferPointer { indices in
      let kernelTables = tables.enumerated().map { position, table in
        table.0.kernelTable(indices: indices.baseAddress.map { $0 + position * output.count })
      }
      return kernelTables.withUnsafeBufferPointer { kernelTables in
        var operation = ck_embedding(
          tables: kernelTables.baseAddress, table_count: kernelTables.count, width: output.width,
          rows: output.count,
          output: output.pointer, output_stride: output.stride)
        return ck_embedding_run(engine, &operation)
      }
    }
    try check(status, "embedding")
  }

  /// Attention inside each sequence. `projections` holds query, key and value side by side.
  func attend(
    _ projections: Rows, starts: [Int], _ options: AttentionOptions, relative: RelativePositions? = nil,
    into output: Rows
  ) throws(EncoderError) {
    defer { inspection?.look(at: output) }
    if options.storedScores != .none {
      inspection?.lookAtScores(projections, starts: starts, options, relative)
    }
    let width = options.heads * options.headSize
    let keyWidth = options.keyHeads * options.headSize
    var operation = ck_attention()
    operation.query = UnsafePointer(projections.pointer)
    operation.key = UnsafePointer(projections.pointer + width)
    operation.value = UnsafePointer(projections.pointer + width + keyWidth)
    operation.stride = projections.stride
    operation.heads = options.heads
    operation.key_heads = options.keyHeads
    operation.head_size = options.headSize
    operation.scale = options.scale
    operation.window = options.window ?? Int.max
    operation.distance_bias = options.distanceBias.map { UnsafePointer($0.values.pointer) }
    operation.bias_reach = options.distanceBias?.reach ?? 0
    operation.output = output.pointer
    operation.output_stride = output.stride
    let status = starts.withUnsafeBufferPointer { starts in
      operation.starts = starts.baseAddress
      operation.sequences = starts.count - 1
      guard let relative else { return ck_attention_run(engine, &operation) }
      return relative.withKernelType { relative in
        operation.relative = relative
        return ck_attention_run(engine, &operation)
      }
    }
    try check(status, "attention")
  }

  /// Turns each head's pairs by the angles of the rows' positions.
  func rotate(
    _ states: Rows, headSize: Int, _ table: RotaryTable, positions: [Int32]
  ) throws(EncoderError) {
    defer { inspection?.look(at: states) }
    let status = positions.withUnsafeBufferPointer { positions in
      var operation = ck_rotary(
        states: states.pointer, stride: states.stride, rows: states.count, heads: states.width / headSize,
        head_size: headSize, cosines: table.cosines.pointer, sines: table.sines.pointer,
        positions: table.positions,
        indices: positions.baseAddress)
      return ck_rotary_run(engine, &operation)
    }
    try check(status, "rotation")
  }

  private func check(_ status: ck_status, _ operation: String) throws(EncoderError) {
    switch status {
    case CK_OK: return
    case CK_NO_MEMORY: throw EncoderError.outOfMemory
    default:
      throw EncoderError(
        .invalidOperation, at: Place(file: operation), problem: "operation does not support these sizes")
    }
  }
}
