import PackEncoders
import PackFiles
import PackJSON

/// Refuses models that are an adapter of peft: transformers puts it on the weights that its configuration names, so that those
/// beside it are not the model.
enum AdapterCheck {
  private static let configName = "adapter_config.json"

  /// - Throws: ``ModelDirError`` that has the lines of Python which make a whole model of it.
  static func requireNone(in source: PackageSource) throws(ModelDirError) {
    if let refusal = refusal(of: source) { throw refusal }
  }

  /// The refusal of a source with an adapter, with the lines of Python which make a whole model of it; nil without one.
  static func refusal(of source: PackageSource) -> ModelDirError? {
    let directories =
      [source.directory] + PackageMode.allCases.map { joinPath(source.directory, $0.subModelDirectory) }
    for directory in directories where fileKind(joinPath(directory, configName)) != nil {
      guard !isOtherLayout(directory) else {
        return ModelDirError(
          .unsupportedSource, at: Place(file: joinPath(directory, configName)),
          problem: "an adapter lies beside the model, and transformers would put it on the weights",
          expected: "no such file")
      }
      let isEncoder: Bool =
        if case .encoderModel = source { true } else {
          lastPathComponent(directory) == PackageMode.pruningOnly.subModelDirectory
        }
      if let task = task(directory), ["CAUSAL_LM", "SEQ_2_SEQ_LM"].contains(task) {
        return ModelDirError(
          .unsupportedSource, at: Place(file: joinPath(directory, configName), jsonPath: "$.task_type"),
          problem: "the model is an adapter on a model that generates text, which cannot be packed",
          expected: "an adapter on an encoder", found: task)
      }
      let path = pythonString(directory)
      return ModelDirError(
        .unsupportedSource, at: Place(file: joinPath(directory, configName)),
        problem: "the model is an adapter on the weights of another one",
        expected: """
          the directory merged, which these lines of Python write: \
          peft.AutoPeftModelFor\(merging(directory, isEncoder: isEncoder, path)).merge_and_unload()\
          .save_pretrained('merged'); \
          transformers.AutoTokenizer.from_pretrained(\(path)).save_pretrained('merged')
          """)
    }
    return nil
  }

  /// The class of peft without what all begin with, and its call: by the task that the adapter was trained for, else by what
  /// the directory was given as.
  private static func merging(_ directory: String, isEncoder: Bool, _ path: String) -> String {
    let task = task(directory)
    switch task {
    case "TOKEN_CLS": return "TokenClassification.from_pretrained(\(path))"
    case "FEATURE_EXTRACTION": return "FeatureExtraction.from_pretrained(\(path))"
    default:
      return isEncoder && task != "SEQ_CLS"
        ? "FeatureExtraction.from_pretrained(\(path))"
        : "SequenceClassification.from_pretrained(\(path), num_labels=1)"
    }
  }

  /// What the adapter was trained for, as peft calls it.
  private static func task(_ directory: String) -> String? {
    let config = try? JSONDocument(readingFile: joinPath(directory, configName)).root
    return config.flatMap { $0.kind == .object ? try? $0["task_type"]?.string() : nil }
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
