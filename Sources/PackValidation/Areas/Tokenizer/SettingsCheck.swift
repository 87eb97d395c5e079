import ModelDir
import PackFiles
import PackJSON
import PackTokenizers

/// Holds what transformers makes of one directory's files against its tokenizer.json.
struct SettingsCheck {
  private let directory: EffectiveTokenizers.Directory
  private let context: RuleContext
  private let config: JSONNode?

  init(_ directory: EffectiveTokenizers.Directory, _ context: RuleContext) {
    self.directory = directory
    self.context = context
    config = directory.settings.config
  }

  /// Something that is wrong, in words that wait for the versions in which it is.
  private struct Fault {
    let place: Place
    let problem: String
    var expected: String?
    var found: String?
    /// Says the problem of some versions: `transformers 4 and 5`, and whether that is one.
    var sentence: (_ problem: String, _ versions: String, _ isOne: Bool) -> String = { problem, _, _ in
      problem
    }
  }

  /// Reports every fault once, whichever versions have it.
  func run() {
    var faults: [(fault: Fault, versions: [TransformersVersion])] = []
    for (version, made) in directory.outcomes {
      let found: [Fault]
      switch made {
      case .failure(let error): found = isOthers(error) ? [] : [Self.fault(error)]
      case .success(let effective): found = attributeFaults(effective) + idFaults(effective)
      }
      for fault in found {
        let known = faults.firstIndex { $0.fault.place == fault.place && $0.fault.problem == fault.problem }
        if let known { faults[known].versions.append(version) } else { faults.append((fault, [version])) }
      }
    }
    for (fault, versions) in faults {
      let names = "transformers " + versions.map { "\($0.rawValue)" }.joined(separator: " and ")
      context.report(
        at: fault.place, fault.sentence(fault.problem, names, versions.count == 1), expected: fault.expected,
        found: fault.found)
    }
  }

  private static func fault(_ error: TokenizerError) -> Fault {
    let raises = error.code == .refused
    return Fault(place: error.place, problem: error.problem, expected: error.expected, found: error.found) {
      problem, versions, isOne in
      raises
        ? "\(problem), and \(versions) \(isOne ? "raises" : "raise")"
        : "\(problem), and what \(versions) \(isOne ? "makes" : "make") of it is not known"
    }
  }

  /// Whether another rule reports the value: TOK003 the tokens with names, TOK004 what one version does not read, TOK007 a class.
  private func isOthers(_ error: TokenizerError) -> Bool {
    guard error.place.file == config?.document.name, let path = error.place.jsonPath else { return false }
    let names = ["bos", "eos", "unk", "sep", "pad", "cls", "mask"].map { "$.\($0)_token" }
    if error.code == .undetermined { return path == "$.tokenizer_class" }
    if names.contains(path) { return true }
    let extra = config?["extra_special_tokens"]
    if path == "$.extra_special_tokens", extra?.isNull == true || extra?.kind == .array { return true }
    return path == "$.additional_special_tokens" && config?["additional_special_tokens"]?.kind == .object
  }

  private func attributeFaults(_ effective: EffectiveTokenizer) -> [Fault] {
    let attributes = effective.attributes
    var faults: [Fault] = []
    func fault(_ key: String, _ problem: String, expected: String, otherwise found: String) {
      let node = config?[key]
      let setting = node ?? directory.settings.specialTokensMap?[key]
      faults.append(
        Fault(
          place: setting?.place ?? Place(file: directory.configPath, jsonPath: "$.\(key)"),
          problem: problem, expected: expected, found: setting?.messageText ?? found))
    }
    if attributes.truncationSide != .right {
      fault(
        "truncation_side", "truncation_side is left", expected: "\"right\"",
        otherwise: "left, from tokenizer.json")
    }
    if attributes.paddingSide != .right {
      fault(
        "padding_side", "padding_side is left", expected: "\"right\"",
        otherwise: "left, from tokenizer.json")
    }
    if attributes.splitsSpecialTokens {
      fault("split_special_tokens", "split_special_tokens is true", expected: "false", otherwise: "true")
    }
    return faults
  }

  /// The tokens by which others make inputs of their own.
  private static let named = [
    ("pad_token", "padding has another id"), ("sep_token", "sep_token has another id"),
    ("cls_token", "cls_token has another id"),
  ]

  private func idFaults(_ effective: EffectiveTokenizer) -> [Fault] {
    let base = directory.base
    for (name, problem) in Self.named {
      guard let id = config?[name]?.tokenText.flatMap(base.id(ofToken:)) else { continue }
      let found = effective.id(ofNamed: name)
      if found == id { continue }
      return [
        Fault(
          place: blamed { made in made.id(ofNamed: name) == id }, problem: problem, expected: "\(id)",
          found: found.map { "\($0)" } ?? "none"
        ) { problem, versions, _ in "\(problem) in \(versions)" }
      ]
    }
    guard !effective.changes.members.isEmpty,
      let text = TokenizerProof(base, effective.tokenizer).difference
    else { return [] }
    let place = blamed { made in
      made.version == effective.version && !TokenizerProof.differs(base, made.tokenizer, on: text)
    }
    // A token that the vocabulary lacks is TOK003's.
    let names = ["pad", "sep", "cls"].map { "\($0)_token" }
    for name in names where place.file == config?.document.name && place.jsonPath == "$.\(name)" {
      if let token = config?[name]?.tokenText, base.id(ofToken: token) == nil { return [] }
    }
    let parts = effective.changes.members.map(\.key).joined(separator: ", ")
    func ids(_ tokenizer: Tokenizer) -> String {
      let ids = (try? tokenizer.encode(text))?.ids.map { "\($0)" } ?? ["none"]
      return ids.count > 12 ? ids.prefix(12).joined(separator: " ") + " …" : ids.joined(separator: " ")
    }
    return [
      Fault(
        place: place, problem: parts, expected: "ids \(ids(base)) for \(text.quotedForMessage)",
        found: "ids \(ids(effective.tokenizer))"
      ) { parts, versions, isOne in
        "\(versions) \(isOne ? "makes" : "make") other ids than tokenizer.json, with another \(parts)"
      }
    ]
  }

  /// The setting without which all is well; the settings as a whole where there is none.
  private func blamed(_ isWell: (EffectiveTokenizer) -> Bool) -> Place {
    func isWellWith(_ settings: TokenizerSettings) -> Bool {
      TransformersVersion.allCases.contains { version in
        (try? EffectiveTokenizer(settings, version: version, base: directory.base)).map(isWell) ?? false
      }
    }
    let files: [WritableKeyPath<TokenizerSettings, JSONNode?>] = [
      \.specialTokensMap, \.addedTokens, \.config,
    ]
    for file in files {
      guard let node = directory.settings[keyPath: file], let members = try? node.members() else { continue }
      for member in members where member.key != "tokenizer_class" {
        guard case .object(var object) = JSONValue(node) else { continue }
        object[member.key] = nil
        let text = Array(JSONValue.object(object).text(.line).utf8)
        guard let document = try? JSONDocument(bytes: text, name: node.document.name) else { continue }
        var settings = directory.settings
        settings[keyPath: file] = document.root
        if isWellWith(settings) { return member.value.place }
      }
    }
    return config?["tokenizer_class"]?.place
      ?? Place(file: directory.configPath, jsonPath: "$.tokenizer_class")
  }
}
