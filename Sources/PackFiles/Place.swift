/// Where in the input something is wrong: a file and, where known, a position inside it.
///
/// Every error of the project carries one, so that a message always names the file and the spot.
public struct Place: Sendable, Hashable, CustomStringConvertible {
  /// Path of the file, as the user named it or relative to the directory under test.
  public var file: String

  /// JSON path, `$.pruning_config.hidden_size`, when the input is JSON.
  public var jsonPath: String?

  /// Offset in bytes from the start of the file.
  public var byteOffset: Int?

  /// Name of the tensor, when the input is a checkpoint.
  public var tensor: String?

  /// Creates a place from what is known of it.
  public init(
    file: String, jsonPath: String? = nil, byteOffset: Int? = nil, tensor: String? = nil
  ) {
    self.file = file
    self.jsonPath = jsonPath
    self.byteOffset = byteOffset
    self.tensor = tensor
  }

  /// `model.safetensors, tensor classifier.weight, byte 128`.
  public var description: String {
    var text = file
    if let jsonPath { text += ", \(jsonPath)" }
    if let tensor { text += ", tensor \(tensor)" }
    if let byteOffset { text += ", byte \(byteOffset)" }
    return text
  }
}
