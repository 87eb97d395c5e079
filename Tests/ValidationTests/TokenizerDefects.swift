import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport

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
    Defect(rule: "TOK008", name: "no model inputs") { try settings($0) { $0["model_input_names"] = nil } },
    Defect(rule: "TOK008", name: "inputs without the mask") {
      try settings($0) {
        $0["model_input_names"] = .array([.string("input_ids"), .string("token_type_ids")])
      }
    },
    Defect(rule: "TOK008", name: "inputs that are no list") {
      try settings($0) { $0["model_input_names"] = .string("input_ids") }
    },
    Defect(rule: "TOK008", name: "truncation from the left") {
      try settings($0) { $0["truncation_side"] = .string("left") }
    },
    Defect(rule: "TOK008", name: "special tokens split") {
      try settings($0) { $0["split_special_tokens"] = .bool(true) }
    },
    Defect(rule: "TOK008", name: "a token that the file does not have") {
      try settings($0) { $0["additional_special_tokens"] = .array([.string("zebra")]) }
    },
    Defect(rule: "TOK008", name: "an added token with another id") {
      try settings($0) { $0["added_tokens_decoder"] = .object(["7": .object(["content": .string("[PAD]")])]) }
    },
    Defect(rule: "TOK008", name: "a class of one version only") {
      try settings($0) { $0["tokenizer_class"] = .string("TokenizersBackend") }
    },
    Defect(rule: "TOK007", name: "a family's class", severity: .warning) {
      try settings($0) { $0["tokenizer_class"] = .string("BertTokenizer") }
    },
    Defect(rule: "TOK003", name: "a pad token that is an object") {
      try settings($0) { $0["pad_token"] = .object(["content": .string("[PAD]")]) }
    },
    Defect(rule: "TOK003", name: "a token that is a number") {
      try settings($0) { $0["mask_token"] = .int(4) }
    },
    Defect(rule: "TOK003", name: "another pad_token_id at the root") {
      try $0.edit("config.json") { $0["pad_token_id"] = .int(1) }
    },
    Defect(rule: "TOK004", name: "a list", severity: .warning) {
      try settings($0) { $0["extra_special_tokens"] = .array([.string("[MASK]")]) }
    },
    Defect(rule: "TOK004", name: "null", severity: .warning) {
      try settings($0) { $0["extra_special_tokens"] = .null }
    },
    Defect(rule: "TOK004", name: "additional tokens with names", severity: .warning) {
      try settings($0) { $0["additional_special_tokens"] = .object(["mask": .string("[MASK]")]) }
    },
    Defect(rule: "TOK007", name: "no class", severity: .warning) {
      try settings($0) { $0["tokenizer_class"] = nil }
    },
    Defect(rule: "TOK008", name: "a class that neither version has") {
      try settings($0) { $0["tokenizer_class"] = .string("FooTokenizer") }
    },
    Defect(rule: "TOK008", name: "a class that is a number") {
      try settings($0) { $0["tokenizer_class"] = .int(3) }
    },
    Defect(rule: "TOK008", name: "a class that makes another kind of tokenizer", also: ["TOK007"]) {
      try settings($0) { $0["tokenizer_class"] = .string("XLMRobertaTokenizerFast") }
    },
    Defect(rule: "TOK008", name: "additional tokens that are one text") {
      try settings($0) { $0["additional_special_tokens"] = .string("[MASK]") }
    },
    Defect(rule: "TOK008", name: "an extra token without its type") {
      try settings($0) {
        $0["extra_special_tokens"] = .object(["mask": .object(["content": .string("[MASK]")])])
      }
    },
    Defect(rule: "TOK008", name: "code of its own") {
      try settings($0) { $0["auto_map"] = .object(["AutoTokenizer": .array([.null, .string("a.B")])]) }
    },
  ]
}
