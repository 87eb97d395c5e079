import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport

/// Defects that once went through, or around, the rule that they break.
extension Defect {
  static let holes: [Defect] = [
    noObject("config.json", ["LAY001", "PRE"]), noObject("ranking_model/config.json"),
    noObject("tokenizer_config.json"), noObject("ranking_model/tokenizer_config.json"),
    noObject("pruning_head/config.json"), noObject("pruning_encoder_config.json"),
    Defect(rule: "LAY008", name: "a map of special tokens that is a list") {
      try writeFile($0.file("special_tokens_map.json"), "[]")
    },
    Defect(rule: "LAY007", name: "a file of patterns that is too large to be read") {
      try writeFile($0.file(".gitignore"), String(repeating: "#\n", count: 1 << 20) + "*.safetensors\n")
    },
    Defect(rule: "PY001", name: "code that another encoding makes", consequences: ["PRE"], also: ["PY012"]) {
      try writeFile(
        $0.file("helper.py"), "# -*- coding: utf-7 -*-\n# +AAo-import os+AAo-os.system('id')\n")
    },
    Defect(rule: "PY001", name: "another encoding in the second line", also: ["PY012"]) {
      try $0.edit("modeling_pruning_encoder.py") {
        Array("#!/usr/bin/python\n# vim: set fileencoding=raw_unicode_escape :\n".utf8) + $0
      }
    },
    Defect(rule: "PY001", name: "Latin letters in bytes of their own", also: ["PY012"]) {
      try overwriteFile($0.file("helper.py"), Array("x = '".utf8) + [0xE9] + Array("'\n".utf8))
    },
    nestedPath("a list", "fast_tokenizer_files", .array([.string("../../tokenizer.1.0.json")])),
    nestedPath("what it was made with", "init_inputs", .array([.string("/root/vocab.txt")])),
    nestedPath("an object", "init_kwargs", .object(["vocab_file": .string("../vocab.txt")])),
    Defect(rule: "SEC006", name: "weights that are none, elsewhere", severity: .warning) {
      try makeDirectory($0.file("foo"))
      try writeFile($0.file("foo/model.safetensors"), "garbage")
    },
  ]

  private static func noObject(_ file: String, _ consequences: Set<String> = ["PRE"]) -> Defect {
    Defect(rule: "LAY008", name: "\(file) is a list", consequences: consequences) {
      try overwriteFile($0.file(file), Array("[]\n".utf8))
    }
  }

  private static func nestedPath(_ name: String, _ key: String, _ value: JSONValue) -> Defect {
    Defect(rule: "SEC005", name: "a path in \(name)") { package in
      try package.edit("tokenizer_config.json") { $0[key] = value }
    }
  }
}
