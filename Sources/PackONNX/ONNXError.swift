public import PackFiles

/// Why a graph cannot be written or read.
public enum ONNXErrorCode: String, Sendable, Hashable {
  /// The file ends inside a field, or a field says that it is longer than what holds it.
  case cutShort
  /// The file is no ONNX model: a field of another type, a number that does not fit.
  case malformed
  /// More fields, nodes or tensors than any model has.
  case tooLarge
  /// A part of the model that the writer has no operators for.
  case unsupported
}

/// A graph that cannot be written or read, and where.
public typealias ONNXError = LocatedFailure<ONNXErrorCode>
