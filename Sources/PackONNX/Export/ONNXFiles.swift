/// Where sentence-transformers, fastembed and transformers.js look for a graph.
package enum ONNXFiles {
  /// The folder in a model's directory, or in a package.
  package static let folder = "onnx"

  /// The file's name in the folder.
  package static func name(_ precision: ONNXPrecision) -> String {
    switch precision {
    case .float32: "model.onnx"
    case .int8: "model_int8.onnx"
    }
  }

  /// The path in a model's directory.
  package static func path(_ precision: ONNXPrecision) -> String { "\(folder)/\(name(precision))" }
}
