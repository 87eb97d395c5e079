import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport

extension Defect {
  static let config: [Defect] = [
    Defect(rule: "CFG001", name: "unknown mode", consequences: ["RUN001", "CFG006"]) {
      try $0.edit("config.json") { $0["mode"] = .string("reranking") }
    },
    Defect(rule: "CFG001", name: "another mode's architecture") {
      try $0.edit("config.json") {
        $0["architectures"] = .array([.string("PruningEncoderForTokenClassification")])
      }
    },
    Defect(rule: "CFG002", name: "no entry for the mode") {
      try $0.edit("config.json") {
        $0["auto_map"] = .object(["AutoConfig": .string("modeling_pruning_encoder.PruningEncoderConfig")])
      }
    },
    Defect(rule: "CFG003", name: "a dotted path") {
      try map($0, "sentence_transformers.pruning.PruningEncoderForSequenceClassification")
    },
    Defect(rule: "CFG003", name: "a repository") {
      try map($0, "org/repo--modeling_pruning_encoder.PruningEncoderForSequenceClassification")
    },
    Defect(rule: "CFG004", name: "a module that is not there") {
      try map($0, "modeling_open_provence.PruningEncoderForSequenceClassification")
    },
    Defect(rule: "CFG004", name: "a class that is not there", consequences: ["CFG002"]) {
      try map($0, "modeling_pruning_encoder.OpenProvenceEncoderForSequenceClassification")
    },
    Defect(rule: "CFG005", name: "another model_type") {
      try $0.edit("config.json") { $0["model_type"] = .string("open_provence") }
    },
    Defect(rule: "CFG006", name: "two lengths") {
      try $0.edit("pruning_encoder_config.json") { $0["max_length"] = .int(32) }
    },
    Defect(rule: "CFG006", name: "two base models") {
      try $0.edit("pruning_encoder_config.json") { $0["model_name_or_path"] = .string("org/other") }
    },
    Defect(rule: "CFG006", name: "another key that both have") {
      try $0.edit("config.json") { $0["remark"] = .string("a") }
      try $0.edit("pruning_encoder_config.json") { $0["remark"] = .string("b") }
    },
    Defect(rule: "CFG006", name: "a head that pools") {
      try $0.edit("pruning_head/config.json") { $0["use_weighted_pooling"] = .bool(true) }
    },
    Defect(rule: "CFG007", name: "a local path in a list of objects") {
      try $0.edit("ranking_model/config.json") {
        $0["adapters"] = .array([.object(["base_model_name_or_path": .string("/home/me/base")])])
      }
    },
    Defect(rule: "CFG007", name: "a local path in a list") {
      try $0.edit("ranking_model/config.json") {
        $0["teacher_name_or_path"] = .array([.string("/home/me/base")])
      }
    },
    Defect(
      rule: "CFG008", name: "two labels everywhere, and one row", consequences: ["WGT012", "RUN001", "PRE"]
    ) {
      for file in ["config.json", "pruning_encoder_config.json", "ranking_model/config.json"] {
        try $0.edit(file) { config in
          config["num_labels"] = .int(2)
          guard config["id2label"] != nil else { return }
          config["id2label"] = .object(["0": .string("a"), "1": .string("b")])
          config["label2id"] = .object(["a": .int(0), "b": .int(1)])
        }
      }
    },
    Defect(rule: "CFG010", name: "longer than the tokenizer's limit", severity: .warning) {
      try settings($0) { $0["model_max_length"] = .int(32) }
    },
    Defect(rule: "CFG007", name: "a local path", consequences: ["CFG006"]) {
      try $0.edit("config.json") { $0["base_model_name_or_path"] = .string("/data/out/ranking_model") }
    },
    Defect(rule: "CFG007", name: "a local path in the sub-model") {
      try $0.edit("ranking_model/config.json") { $0["_name_or_path"] = .string("../checkpoints") }
    },
    Defect(rule: "CFG008", name: "another number of labels", consequences: ["CFG006", "RUN001", "PRE"]) {
      try $0.edit("config.json") { $0["num_labels"] = .int(2) }
    },
    Defect(rule: "CFG008", name: "two labels for one row", also: ["CFG009"]) {
      try $0.edit("config.json") { $0["id2label"] = .object(["0": .string("a"), "1": .string("b")]) }
    },
    Defect(rule: "CFG010", name: "longer than the positions", consequences: ["CFG006", "PRE"]) {
      try $0.edit("config.json") { $0["max_length"] = .int(65) }
    },
    Defect(rule: "CFG010", name: "a tokenizer without limit") {
      for file in ["tokenizer_config.json", "ranking_model/tokenizer_config.json"] {
        try $0.edit(file) { $0["model_max_length"] = .number("1000000000000000019884624838656") }
      }
    },
    Defect(rule: "CFG011", name: "another width", consequences: ["CFG006", "PRE"]) {
      try $0.edit("config.json") { config in
        guard case .object(var head)? = config["pruning_config"] else { return }
        head["hidden_size"] = .int(32)
        config["pruning_config"] = .object(head)
      }
    },
    Defect(rule: "CFG013", name: "another dtype", severity: .warning) {
      try $0.edit("ranking_model/config.json") { $0["torch_dtype"] = .string("bfloat16") }
    },
    Defect(rule: "CFG014", name: "not recorded", severity: .warning) {
      for file in ["config.json", "pruning_encoder_config.json"] {
        try $0.edit(file) { $0["hidden_state_source"] = nil }
      }
    },
    Defect(rule: "CFG014", name: "null, on which the modelling file raises") {
      for file in ["config.json", "pruning_encoder_config.json"] {
        try $0.edit(file) { $0["hidden_state_source"] = .null }
      }
    },
    Defect(rule: "CFG014", name: "a state that the family does not have") {
      for file in ["config.json", "pruning_encoder_config.json"] {
        try $0.edit(file) { $0["hidden_state_source"] = .string("pre_final_norm") }
      }
    },
    Defect(rule: "CFG010", name: "fewer positions than there are") {
      try $0.edit("config.json") { $0["max_position_embeddings"] = .int(40) }
    },
    Defect(rule: "CFG009", name: "no label2id", severity: .warning) {
      try $0.edit("config.json") { $0["label2id"] = nil }
    },
    Defect(rule: "CFG009", name: "maps that differ", severity: .warning) {
      try $0.edit("ranking_model/config.json") { $0["label2id"] = .object(["RELEVANT": .int(0)]) }
    },
    Defect(rule: "CFG012", name: "a function of somebody's", severity: .warning) {
      try $0.edit("ranking_model/config.json") {
        $0["sentence_transformers"] = .object(["activation_fn": .string("mine.Activation")])
      }
    },
  ]
}
