/// How a graph stores its matrices, and multiplies by them.
public enum ONNXPrecision: String, Sendable, Hashable, CaseIterable {
  /// As float32.
  case float32
  /// As int8 with a scale for each output; what is multiplied by them is quantized while the graph runs.
  case int8
}
