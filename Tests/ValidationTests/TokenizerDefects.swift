import Files
import JSON
import PackageFixtures
import TestSupport
import Validation

extension Defect {
  static let tokenizer: [Defect] = [
    Defect(rule: "TOK001", name: "two tokenizers") {
      try $0.edit("ranking_model/tokenizer.json") { $0 + [0x0A] }
    },
    Defect(rule: "TOK002", name: "an id without a row", consequences: ["PRE"]) { package in
      for file in ["tokenizer.json", "ranking_model/tokenizer.json"] {
        try package.edit(file) { replace("\"##3\": 39", "\"##3\": 40", in: $0) }
      }
    },
    Defect(rule: "TOK003", name: "no pad token") {
      for file in ["tokenizer_config.json", "ranking_model/tokenizer_config.json"] {
        try $0.edit(file) { $0["pad_token"] = nil }
      }
    },
    Defect(rule: "TOK003", name: "another pad token than the model's") {
      for file in ["tokenizer_config.json", "ranking_model/tokenizer_config.json"] {
        try $0.edit(file) { $0["pad_token"] = .string("[MASK]") }
      }
    },
    Defect(rule: "TOK005", name: "no pair template", consequences: ["RUN006"]) { package in
      for file in ["tokenizer.json", "ranking_model/tokenizer.json"] {
        try package.edit(file) { $0["post_processor"] = .null }
      }
    },
    Defect(rule: "TOK007", name: "no model inputs") { try settings($0) { $0["model_input_names"] = nil } },
    Defect(rule: "TOK007", name: "inputs without the mask") {
      try settings($0) {
        $0["model_input_names"] = .array([.string("input_ids"), .string("token_type_ids")])
      }
    },
    Defect(rule: "TOK007", name: "inputs that are no list") {
      try settings($0) { $0["model_input_names"] = .string("input_ids") }
    },
    Defect(rule: "TOK007", name: "truncation from the left") {
      try settings($0) { $0["truncation_side"] = .string("left") }
    },
    Defect(rule: "TOK007", name: "special tokens split") {
      try settings($0) { $0["split_special_tokens"] = .bool(true) }
    },
    Defect(rule: "TOK007", name: "a token that the file does not have") {
      try settings($0) { $0["additional_special_tokens"] = .array([.string("zebra")]) }
    },
    Defect(rule: "TOK007", name: "an added token with another id") {
      try settings($0) { $0["added_tokens_decoder"] = .object(["7": .object(["content": .string("[PAD]")])]) }
    },
    Defect(rule: "TOK007", name: "a class of one version only") {
      try settings($0) { $0["tokenizer_class"] = .string("TokenizersBackend") }
    },
    Defect(rule: "TOK007", name: "a family's class", severity: .warning) {
      try settings($0) { $0["tokenizer_class"] = .string("BertTokenizer") }
    },
    Defect(rule: "TOK003", name: "a pad token that is an object") {
      try settings($0) { $0["pad_token"] = .object(["content": .string("[PAD]")]) }
    },
    Defect(rule: "TOK004", name: "a list") {
      try settings($0) { $0["extra_special_tokens"] = .array([.string("[MASK]")]) }
    },
    Defect(rule: "TOK004", name: "additional tokens with names") {
      try settings($0) { $0["additional_special_tokens"] = .object(["mask": .string("[MASK]")]) }
    },
    Defect(rule: "TOK007", name: "code of its own") {
      try settings($0) { $0["auto_map"] = .object(["AutoTokenizer": .array([.null, .string("a.B")])]) }
    },
  ]
}
