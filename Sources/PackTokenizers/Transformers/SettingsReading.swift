import PackFiles
import PackJSON

/// What transformers 4 and 5 both do with the files before they differ.
enum SettingsReading {
  /// The special tokens that every class knows.
  static let specialNames = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]

  /// Refuses settings that name code of the package's own, or another tokenizer.json.
  static func checkRedirections(_ arguments: SettingArguments) throws(TokenizerError) {
    if let map = arguments["auto_map"] {
      switch map.value {
      case .dictionary(let entries):
        if entries.contains(where: { $0.key == ExactText("AutoTokenizer") && $0.value != .null }) {
          throw .undetermined(map.place, "the tokenizer runs code of its own", expected: "no auto_map")
        }
      case .list:
        throw .undetermined(map.place, "the tokenizer runs code of its own", expected: "no auto_map")
      default: throw .refused(map, "auto_map is not an object", expected: "no auto_map")
      }
    }
    if let files = arguments["fast_tokenizer_files"] { try checkFiles(files) }
  }

  private static func checkFiles(_ files: SettingArguments.Argument) throws(TokenizerError) {
    switch files.value {
    case .list(let names):
      for name in names {
        guard case .string(let text) = name else {
          throw .refused(files, "fast_tokenizer_files has something else than names", expected: "no such key")
        }
        if isVersioned(text.text) {
          throw .undetermined(files.place, "another tokenizer.json is named", expected: "no such key")
        }
      }
    case .string, .dictionary: break
    default: throw .refused(files, "fast_tokenizer_files is not a list", expected: "no such key")
    }
  }

  /// Refuses what special_tokens_map.json must not put in the place of a setting: saving looks into auto_map, and writes
  /// the names of files among the settings, where loading looks.
  static func checkOverride(_ key: String, _ value: JSONNode) throws(TokenizerError) {
    if ExactText(key) == ExactText("auto_map"), !value.isFalsy {
      throw .refused(value, "auto_map is not an object", expected: "no such key")
    }
    if ExactText(key) == ExactText("fast_tokenizer_files") {
      try checkFiles(SettingArguments.Argument(value: SettingValue(value), place: value.place))
    }
  }

  /// Whether a name is that of a tokenizer.json for one version of transformers, `tokenizer.4.0.0.json`.
  private static func isVersioned(_ name: String) -> Bool {
    var rest = name.utf8[...]
    let (start, end) = (Array("tokenizer.".utf8), Array(".json".utf8))
    while !rest.isEmpty, !rest.starts(with: start) { rest = rest.dropFirst() }
    rest = rest.dropFirst(start.count)
    while !rest.isEmpty, !rest.starts(with: end) { rest = rest.dropFirst() }
    return !rest.isEmpty
  }

  /// The positional arguments that an earlier version saved.
  static func checkPositional(
    _ arguments: inout SettingArguments, of kind: TokenizerClass
  ) throws(TokenizerError) {
    guard let inputs = arguments.remove("init_inputs") else { return }
    switch inputs.value {
    case .list, .dictionary, .string:
      if inputs.value.isTrue && kind != .base {
        throw .refused(inputs, "init_inputs gives arguments twice", expected: "no such key")
      }
    default: throw .refused(inputs, "init_inputs is not a list", expected: "no such key")
    }
  }

  /// Refuses arguments with the name of a method, which the constructors do, or with one that fails when it is saved.
  static func checkNames(
    _ arguments: SettingArguments, of kind: TokenizerClass, _ version: TransformersVersion
  ) throws(TokenizerError) {
    for key in arguments.keys where TransformersNames.isForbidden(key, of: kind, version) {
      guard let argument = arguments[key] else { continue }
      throw .refused(
        argument, "transformers has the name \(key.text) for itself", expected: "no such key")
    }
  }

  /// Refuses what version 5 takes in place of the truncation, the padding and the vocabulary that tokenizer.json has.
  static func checkBaked(_ arguments: SettingArguments, of kind: TokenizerClass) throws(TokenizerError) {
    // A class that makes its tokenizer of a vocabulary looks for this file first.
    if kind != .base, let file = arguments["gguf_file"], file.value != .null {
      throw .undetermined(file.place, "gguf_file takes the vocabulary's place", expected: "no such key")
    }
    for key in ["_json_truncation", "_json_padding", "tokenizer_truncation", "tokenizer_padding"] {
      guard let argument = arguments[key], argument.value != .null else { continue }
      throw .refused(argument, "\(key) is another than tokenizer.json's", expected: "no such key")
    }
  }

  /// Checks what the base class itself takes, and gives what it keeps.
  static func attributes(
    _ arguments: SettingArguments, pipeline file: JSONNode, kind: TokenizerClass,
    _ version: TransformersVersion
  ) throws(TokenizerError) -> TokenizerAttributes {
    func side(_ key: String, _ baked: String) throws(TokenizerError) -> TokenizerSide {
      guard let argument = arguments[key] else {
        return (try? file[baked]?.string("direction")) == "Left" ? .left : .right
      }
      guard let side = argument.value.tokenText.flatMap({ TokenizerSide(rawValue: $0.text) }) else {
        throw .refused(argument, "\(key) is neither right nor left", expected: "right")
      }
      return side
    }
    var attributes = TokenizerAttributes()
    attributes.paddingSide = try side("padding_side", "padding")
    attributes.truncationSide = try side("truncation_side", "truncation")
    attributes.inputNames = try inputNames(arguments["model_input_names"]) ?? kind.inputNames(version)
    if let argument = arguments["split_special_tokens"] {
      guard case .bool(let flag) = argument.value else {
        throw .refused(argument, "split_special_tokens is not a flag", expected: "false")
      }
      attributes.splitsSpecialTokens = flag
    }
    attributes.maximumLength = try maximumLength(arguments["model_max_length"] ?? arguments["max_len"])
    if let template = arguments["chat_template"], case .list(let entries) = template.value {
      for entry in entries {
        guard case .dictionary(let members) = entry,
          ["name", "template"].allSatisfy({ key in members.contains { $0.key.text == key } })
        else { throw .refused(template, "a chat template has no name and text", expected: "no such key") }
      }
    }
    return attributes
  }

  private static func inputNames(_ argument: SettingArguments.Argument?) throws(TokenizerError) -> [String]? {
    guard let argument else { return nil }
    guard case .list(let values) = argument.value else {
      throw .refused(argument, "model_input_names is not a list", expected: "a list of strings")
    }
    var names: [String] = []
    for value in values {
      guard case .string(let name) = value else {
        throw .refused(
          argument, "model_input_names has something else than names", expected: "a list of strings")
      }
      names.append(name.text)
    }
    return names
  }

  /// The most tokens that the settings allow; nil for no limit.
  private static func maximumLength(_ argument: SettingArguments.Argument?) throws(TokenizerError) -> Double?
  {
    switch argument?.value {
    case nil, .null: return nil
    case .bool(let flag): return flag ? 1 : 0
    case .number(let text):
      // The reference takes what is larger than this for no limit.
      guard let value = Double(text), value <= 1e20 else { return nil }
      return value
    default:
      if let argument {
        throw .refused(argument, "the longest input is not a number", expected: "an integer")
      }
      return nil
    }
  }
}
