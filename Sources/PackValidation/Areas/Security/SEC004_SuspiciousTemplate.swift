import ModelDir
import PackFiles
import PackJSON

extension Rule {
  /// Names that no chat template needs, and that lead out of a template engine that is not locked down.
  private static let suspiciousWords = [
    "__", "attr(", "lipsum", "cycler", "joiner", "import ", "include ", "extends ", "popen", "subprocess",
    "os.", "eval(", "exec(", "getattr",
  ]

  static let sec004 = Rule(
    "SEC004", "suspicious-template", .error, needs: [.tokenizer], guardsCode: true,
    title: "no chat template beside a reranker, and no suspicious code in any",
    why: """
      A chat template is a program. sentence-transformers 6 puts the pairs of a CrossEncoder through it, which changes every \
      score, or fails. transformers runs it in a sandbox; other readers of the same file do not. Underscored attributes and \
      imports are how such sandboxes are escaped.
      """,
    advice: "Delete the chat_template: an encoder does not chat.",
    grading: "suspicious code in a template is a warning",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    var templates: [(Place, [UInt8])] = []
    let applied = appliedTemplates(package)
    for place in applied {
      context.report(
        at: place, "sentence-transformers 6 puts a CrossEncoder's pairs through the chat template",
        expected: "no chat template", advice: deletion(of: place))
    }
    for (path, document) in package.documents.json.sorted(by: { $0.key < $1.key }) {
      guard case .success(let document) = document, document.root.kind == .object,
        let node = document.root["chat_template"]
      else { continue }
      if let text = try? node.stringBytes() {
        templates.append((node.place, text))
      }
      for element in (try? node.elements().map { $0 }) ?? [] {
        if let text = try? element["template"]?.stringBytes() { templates.append((element.place, text)) }
      }
      for member in (try? node.members().map { $0 }) ?? [] {
        if let text = try? member.value.stringBytes() { templates.append((member.value.place, text)) }
      }
    }
    for path in package.listing.filePaths where path.hasSuffix(".jinja") || path.hasSuffix(".jinja2") {
      switch package.reader.read(path, limit: 1 << 24) {
      case .success(let text): templates.append((Place(file: path), text))
      case .failure(.broken(let error)): context.report(error)
      case .failure: break
      }
    }
    guard !templates.isEmpty || !applied.isEmpty || !context.findings.isEmpty else {
      throw .notApplicable("there is no chat template")
    }
    for (template, text) in templates {
      let code = jinjaCode(text)
      for word in suspiciousWords {
        guard let offset = code.first(where: { $0.text.contains(word) })?.offset else { continue }
        var place = template
        // In a string of JSON the escapes come before it, so that only the string's own place is known.
        if place.jsonPath == nil { place.byteOffset = offset }
        context.report(
          at: place, "the chat template contains suspicious code",
          found: word.trimmingSuffix { $0 == " " || $0 == "(" }.quotedForMessage,
          advice: deletion(of: place), severity: .warning)
      }
    }
  }

  private static func deletion(of place: Place) -> String {
    place.jsonPath == nil
      ? "Delete \(place.file) from the package: an encoder does not chat."
      : "Delete chat_template from \(place.file): an encoder does not chat."
  }

  /// The templates that a CrossEncoder's tokenizer has, of the package and of the ranking model alone.
  private static func appliedTemplates(_ package: PackageInspection) -> [Place] {
    guard package.documents.mode == .rerankingPruning else { return [] }
    var places: [Place] = []
    for directory in ["", "\(PackageMode.rerankingPruning.subModelDirectory)/"] {
      let settings = package.documents.node(directory + PackageLayout.tokenizerConfig)
      // Where the settings list no added tokens, transformers 5 reads every key of special_tokens_map.json as a setting.
      let others =
        settings?["added_tokens_decoder"] == nil
        ? package.documents.node(directory + "special_tokens_map.json") : nil
      for case let node? in [settings?["chat_template"], others?["chat_template"]] where !node.isNull {
        places.append(node.place)
      }
      let folder = directory + "additional_chat_templates/"
      for path in package.listing.filePaths
      where path == directory + "chat_template.jinja" || path.hasPrefix(folder) && path.hasSuffix(".jinja") {
        places.append(Place(file: path))
      }
    }
    return places
  }

  /// What stands in each `{{ }}` and `{% %}`, and where it begins.
  private static func jinjaCode(_ text: [UInt8]) -> [(offset: Int, text: String)] {
    var code: [(offset: Int, text: String)] = []
    var position = 0
    while let open = text[position...].firstIndex(of: UInt8(ascii: "{")), open + 1 < text.count {
      let kind = text[open + 1]
      guard kind == UInt8(ascii: "{") || kind == UInt8(ascii: "%") else {
        position = open + 1
        continue
      }
      let closer = [kind == UInt8(ascii: "{") ? UInt8(ascii: "}") : kind, UInt8(ascii: "}")]
      var end = open + 2
      while end < text.count, !text[end...].starts(with: closer) { end += 1 }
      // A space ends a word that stands at the end.
      code.append((open + 2, String(decoding: text[(open + 2)..<end], as: UTF8.self) + " "))
      position = end
    }
    return code
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a template in a file of its own") {
    try $0.write("{{ messages }}\n", to: "chat_template.jinja")
  },
  .bad("an empty template") { try $0.write("", to: "chat_template.jinja") },
  .bad("a template among the settings") {
    try $0.set("chat_template", to: .string("{{ messages }}"), in: "tokenizer_config.json")
  },
  .bad("a template among the special tokens, which transformers 5 takes for a setting") {
    try $0.write(#"{"chat_template": "{{ messages }}"}"#, to: "special_tokens_map.json")
  },
  .good("a template among special tokens that are not read") {
    try $0.setTokenizer("added_tokens_decoder", to: .object([:]))
    try $0.write(#"{"chat_template": "{{ messages }}"}"#, to: "special_tokens_map.json")
  },
  .bad("one template of several") {
    try $0.write("{{ messages }}\n", to: "additional_chat_templates/tool.jinja")
  },
  .bad("underscores", of: .encoder, severity: .warning) {
    let template = "{{ messages }}{{ x.__class__.__mro__ }}"
    try $0.set("chat_template", to: .string(template), in: "tokenizer_config.json")
  },
  .bad("suspicious code in one of several", of: .encoder, severity: .warning) {
    let template: JSONObject = ["name": .string("tool"), "template": .string("{% include 'other' %}")]
    try $0.set("chat_template", to: .array([.object(template)]), in: "tokenizer_config.json")
  },
  .bad("suspicious code in a file of its own", of: .encoder, severity: .warning) {
    try $0.write("{{ messages }}\n{{ lipsum }}\n", to: "chat_template.jinja")
  },
  .good("a plain template of an encoder, with underscores in its text", of: .encoder) {
    let template = "__init__{% for message in messages %}{{ message['content'] }}{% endfor %}"
    try $0.set("chat_template", to: .string(template), in: "tokenizer_config.json")
  },
]
