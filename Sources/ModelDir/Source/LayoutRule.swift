import PackEncoders
import PackJSON

/// How one layout is recognised.
struct LayoutRule: Sendable {
  let layout: KnownLayout
  /// Why the directory has the layout; nil when it has not.
  let reason: @Sendable (DirectoryFacts) throws -> String?

  private init(_ layout: KnownLayout, _ reason: @escaping @Sendable (DirectoryFacts) throws -> String?) {
    self.layout = layout
    self.reason = reason
  }

  /// What the message about an unknown layout says that was looked for.
  static let lookedFor = """
    model_type \(PackageLayout.modelType), open_provence, Provence or XProvence; \
    architecture ProvenceEncoder or PruningEncoder without a model_type; \
    or a *ForTokenClassification or *ForSequenceClassification model of a family that runs
    """

  /// The rules, in the order in which they are tried: layouts recognised by a key come before those recognised by the lack of
  /// others.
  static let all: [LayoutRule] = [
    LayoutRule(.provenceEncoder) { facts in
      guard facts.modelType == nil, facts.architecture == "ProvenceEncoder" else { return nil }
      return "config.json has no model_type and names the architecture ProvenceEncoder"
    },
    LayoutRule(.earlyPruningEncoder) { facts in
      guard facts.modelType == nil, facts.architecture == "PruningEncoder", facts.config["mode"] != nil else {
        return nil
      }
      return "config.json has a mode and the architecture PruningEncoder, but no model_type"
    },
    LayoutRule(.package) { facts in
      guard facts.isPruningEncoder, let format = facts.config["pruning_pack_format"] else { return nil }
      return "config.json has pruning_pack_format \(format.lexeme)"
    },
    LayoutRule(.renamedClasses) { facts in
      guard facts.isPruningEncoder else { return nil }
      if let name = facts.classes.first(where: { $0.hasPrefix("OpenProvenceEncoderFor") }) {
        return "config.json has the class \(name)"
      }
      guard facts.text("model_type", of: facts.headConfig) == "openprovence_head" else { return nil }
      return "the pruning head has model_type openprovence_head"
    },
    LayoutRule(.rawLogits) { facts in
      guard facts.isPruningEncoder, facts.hasKey("_original_num_labels") else { return nil }
      return "model_type is \(PackageLayout.modelType), and _original_num_labels is recorded"
    },
    LayoutRule(.package) { facts in
      guard facts.isPruningEncoder, facts.has("\(PackageLayout.head)/model.safetensors") else { return nil }
      return "model_type is \(PackageLayout.modelType), and the head is in safetensors"
    },
    LayoutRule(.withoutAutoMap) { facts in
      guard facts.isPruningEncoder, facts.mappedClasses.isEmpty else { return nil }
      return "model_type is \(PackageLayout.modelType), and there is no auto_map"
    },
    LayoutRule(.pickledHead) { facts in
      guard facts.isPruningEncoder, let name = facts.mappedClasses.first else { return nil }
      return
        "model_type is \(PackageLayout.modelType), auto_map names \(name), and the head is not in safetensors"
    },
    LayoutRule(.openProvence) { facts in
      guard facts.modelType == "open_provence", try facts.hasTensor(withPrefix: "ranking_model.") else {
        return nil
      }
      return "model_type is open_provence, and tensors begin with ranking_model."
    },
    LayoutRule(.openProvenceTrainer) { facts in
      guard facts.modelType == "open_provence" else { return nil }
      return "model_type is open_provence, and the ranking model's tensors have no prefix"
    },
    LayoutRule(.naverProvence) { facts in
      if facts.modelType == "Provence" { return "model_type is Provence" }
      return facts.named("DebertaV2ForCompressionAndRanking")
    },
    LayoutRule(.naverXProvence) { facts in
      if facts.modelType == "XProvence" { return "model_type is XProvence" }
      return facts.named("XLMRobertaForCompressionAndRanking")
    },
    LayoutRule(.rankingModel) { facts in
      guard facts.family == .modernBert, try RerankerModules.isOne(facts.directory) else { return nil }
      return """
        modules.json has a CrossEncoder's Transformer, Pooling, Dense, LayerNorm and Dense, and there is no pruning head
        """
    },
    LayoutRule(.tokenClassifier) { facts in
      guard let family = facts.family, let name = facts.class(of: "ForTokenClassification") else {
        return nil
      }
      return "config.json has model_type \(family.rawValue) and the class \(name)"
    },
    LayoutRule(.rankingModel) { facts in
      guard let family = facts.family, let name = facts.class(of: "ForSequenceClassification") else {
        return nil
      }
      return
        "config.json has model_type \(family.rawValue) and the class \(name), and there is no pruning head"
    },
  ]
}

extension DirectoryFacts {
  /// Whether config.json is that of a PruningEncoder; the fork's renamed modelling file has another model_type.
  fileprivate var isPruningEncoder: Bool {
    modelType == PackageLayout.modelType || modelType == "openprovence_encoder"
  }

  fileprivate func `class`(of suffix: String) -> String? { classes.first { $0.hasSuffix(suffix) } }

  fileprivate func named(_ name: String) -> String? {
    classes.contains(name) ? "config.json has the class \(name)" : nil
  }

  fileprivate func hasTensor(withPrefix prefix: String) throws -> Bool {
    try tensorNames().contains { $0.hasPrefix(prefix) }
  }
}
