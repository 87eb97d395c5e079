import PackFiles
import PackJSON
import PackageFixtures
import TestSupport
import PackValidation

extension Defect {
  static let security: [Defect] = [
    Defect(rule: "SEC001", name: "a pickle under another name") {
      try overwriteFile($0.file("notes.txt"), harmlessPickle)
    },
    Defect(rule: "SEC001", name: "a pickle in text") {
      try writeFile($0.file("notes.txt"), "cos\nsystem\n(S'id'\ntR.")
    },
    Defect(rule: "SEC001", name: "a pickle beyond a line of 4,096 bytes") {
      try writeFile($0.file("pytorch_model.bin"), "S'" + String(repeating: "x", count: 4094) + "'\n0cos\nsystem\n(S'id'\ntR.")
    },
    Defect(rule: "SEC001", name: "a compressed file that is not looked into") {
      try overwriteFile($0.file("data.xz"), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4, 0xE6, 0xD6])
    },
    Defect(rule: "SEC003", name: "a token in a card with a null byte") {
      try $0.edit("README.md") { $0 + Array("\0 hf_aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567\n".utf8) }
    },
    Defect(rule: "SEC003", name: "a token") {
      try writeFile($0.file("notes.txt"), "token: hf_" + String("aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567"))
    },
    Defect(rule: "SEC003", name: "a private key") {
      try writeFile($0.file("key.txt"), "-----BEGIN OPENSSH " + "PRIVATE KEY-----\nabc\n")
    },
    Defect(rule: "SEC003", name: "a cloud's key, in a configuration") {
      try $0.edit("ranking_model/config.json") { $0["note"] = .string("AKIA" + "Q3EGRIUW7YH5TZ2P") }
    },
    Defect(rule: "SEC004", name: "underscores", severity: .warning) {
      try $0.edit("tokenizer_config.json") {
        $0["chat_template"] = .string("{{ messages }}{{ x.__class__.__mro__ }}")
      }
    },
    Defect(rule: "SEC005", name: "a path", consequences: []) {
      try $0.edit("tokenizer_config.json") { $0["special_tokens_map_file"] = .string("/root/.cache/x.json") }
    },
    Defect(rule: "SEC005", name: "a path upwards", consequences: []) {
      try $0.edit("tokenizer_config.json") { $0["vocab_file"] = .string("../../vocab.txt") }
    },
    Defect(rule: "SEC006", name: "a file that nobody knows", severity: .warning) {
      try overwriteFile($0.file("model.onnx"), [8, 7, 0, 1])
    },
    Defect(rule: "SEC006", name: "weights that nobody loads", severity: .warning) {
      try overwriteFile($0.file("model.safetensors"), safetensors(header: "{}"))
    },
    Defect(rule: "SEC006", name: "a script", severity: .warning) {
      try writeFile($0.file("setup.sh"), "#!/bin/sh\n")
    },
  ]
}

extension Defect {
  /// `pickle.dumps({})`, protocol 2.
  static let harmlessPickle: [UInt8] = [0x80, 0x02, 0x7D, 0x71, 0x00, 0x2E]
}
