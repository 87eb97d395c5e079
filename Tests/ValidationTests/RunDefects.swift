import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport

extension Defect {
  static let run: [Defect] = [
    Defect(rule: "RUN001", name: "a version of the format that is not known", consequences: ["PRE"]) {
      try $0.edit("config.json") { $0["pruning_pack_format"] = .int(2) }
    },
    Defect(rule: "RUN001", name: "a quantized sub-model") {
      try $0.edit("ranking_model/config.json") { $0["quantization_config"] = .object(["bits": .int(4)]) }
    },
    Defect(rule: "RUN001", name: "raw logits that CrossEncoder does not know of", consequences: ["CFG006"]) {
      try $0.edit("config.json") { $0["ranking_activation"] = .string("identity") }
    },
    Defect(rule: "RUN001", name: "attention that not every installation has") {
      try $0.edit("ranking_model/config.json") { $0["_attn_implementation"] = .string("flash_attention_2") }
    },
    Defect(rule: "RUN001", name: "chunks that do not divide every length") {
      try $0.edit("ranking_model/config.json") { $0["chunk_size_feed_forward"] = .int(3) }
    },
    Defect(rule: "RUN001", name: "an activation that CrossEncoder cannot import", also: ["CFG012"]) {
      try $0.edit("config.json") {
        $0["sentence_transformers"] = .object(["activation_fn": .string("mine.X")])
      }
    },
    Defect(rule: "RUN001", name: "a dropout that is none") {
      try $0.edit("ranking_model/config.json") { $0["hidden_dropout_prob"] = .int(7) }
    },
    Defect(rule: "RUN001", name: "an unknown architecture", consequences: ["PRE"]) {
      try $0.edit("ranking_model/config.json") { $0["model_type"] = .string("gpt2") }
    },
    Defect(rule: "RUN001", name: "an unknown activation", consequences: ["CFG006", "PRE"]) {
      try $0.edit("config.json") { $0["ranking_activation"] = .string("tanh") }
    },
    Defect(rule: "RUN006", name: "a head that keeps everything", severity: .warning) {
      try $0.edit("pruning_head/model.safetensors") { bytes in
        let bias = bytes.count - TinyModel.hiddenSize * 8 - 8
        return bytes[..<bias] + TestSupport.bytes(of: [-50, 50]) + bytes[(bias + 8)...]
      }
    },
  ]
}
