import PackEncoders
import PackFiles
import PackJSON

/// Refuses models that are an adapter of peft: transformers puts it on the weights that its configuration names, so that those
/// beside it are not the model.
enum AdapterCheck {
  private static let configName = "adapter_config.json"

  /// - Throws: ``ModelDirError`` that has the lines of Python which make a whole model of it.
  static func requireNone(in source: PackageSource) throws(ModelDirError) {
    let directories =
      [source.directory] + PackageMode.allCases.map { joinPath(source.directory, $0.subModelDirectory) }
    for directory in directories where fileKind(joinPath(directory, configName)) != nil {
      let isEncoder: Bool =
        if case .encoderModel = source { true } else {
          lastPathComponent(directory) == PackageMode.pruningOnly.subModelDirectory
        }
      let task = isEncoder ? "FeatureExtraction" : "SequenceClassification"
      guard !isOtherLayout(directory) else {
        throw ModelDirError(
          .unsupportedSource, at: Place(file: joinPath(directory, configName)),
          problem: "an adapter lies beside the model, and transformers would put it on the weights",
          expected: "no such file")
      }
      let path = pythonString(directory)
      throw ModelDirError(
        .unsupportedSource, at: Place(file: joinPath(directory, configName)),
        problem: "the model is an adapter on the weights of another one",
        expected: """
          the directory merged, which these lines of Python write: \
          peft.AutoPeftModelFor\(task).from_pretrained(\(path)\(isEncoder ? "" : ", num_labels=1")).merge_and_unload()\
          .save_pretrained('merged'); \
          transformers.AutoTokenizer.from_pretrained(\(path)).save_pretrained('merged')
          """)
    }
  }

  /// Whether config.json is that of a model which transformers does not know by itself.
  private static func isOtherLayout(_ directory: String) -> Bool {
    let config = try? JSONDocument(readingFile: joinPath(directory, PackageLayout.config)).root
    guard let config, let type = try? config["model_type"]?.string() else { return false }
    return EncoderFamily(rawValue: type) == nil
  }
}

/// A path as a string literal of Python.
func pythonString(_ text: String) -> String {
  let escaped = text.unicodeScalars.map { scalar -> String in
    scalar == "\\" || scalar == "'" ? "\\\(scalar)" : String(scalar)
  }
  return "'" + escaped.joined() + "'"
}
