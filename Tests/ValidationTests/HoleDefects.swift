import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport

/// Defects that once went through, or around, the rule that they break.
extension Defect {
  static let holes: [Defect] = [
    Defect(rule: "CARD001", name: "a card that is too large to be read", consequences: ["PRE"]) {
      try $0.edit("README.md") { $0 + [UInt8](repeating: 0x20, count: 1 << 24) }
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
    Defect(rule: "CFG003", name: "a repository, for the sub-model") {
      try $0.edit("ranking_model/config.json") {
        $0["auto_map"] = .object(["AutoModel": .string("evil/repo--mod.Cls")])
      }
    },
    Defect(rule: "CFG009", name: "no labels at all", severity: .warning) {
      try $0.edit("config.json") {
        $0["id2label"] = nil
        $0["label2id"] = nil
      }
    },
    Defect(rule: "WGT011", name: "an index with another total size", consequences: ["PRE"], also: ["SEC006"])
    {
      try shard($0) { $0["metadata"] = .object(["total_size": .int(1)]) }
    },
    Defect(rule: "WGT011", name: "an index that leaves out a tensor", consequences: ["PRE"], also: ["SEC006"])
    {
      try shard($0) { index in
        guard case .object(var map)? = index["weight_map"] else { return }
        map["classifier.weight"] = nil
        index["weight_map"] = .object(map)
      }
    },
    Defect(rule: "WGT011", name: "an index without metadata") {
      try shard($0) { $0["metadata"] = nil }
    },
    Defect(rule: "WGT011", name: "an index with null for metadata") {
      try shard($0) { $0["metadata"] = .null }
    },
    Defect(rule: "WGT011", name: "an index without the total size", severity: .warning) {
      try shard($0) { $0["metadata"] = .object([:]) }
    },
    Defect(rule: "WGT011", name: "a shard that the index does not list", severity: .warning, also: ["SEC006"])
    {
      try shard($0) { _ in }
      try copyFile(
        $0.file("pruning_head/model.safetensors"),
        to: $0.file("ranking_model/model-00002-of-00002.safetensors"))
    },
    addedToken("another id than the one that is given out", content: "[MASK]", id: 39),
    addedToken("an id after a gap", content: "zebra", id: 99),
    Defect(rule: "TOK007", name: "a configuration that does not name the class", severity: .warning) {
      try $0.edit("config.json") { $0["tokenizer_class"] = nil }
    },
  ]

  /// Makes the sub-model's weights a shard, with an index that is then changed.
  private static func shard(_ package: TinyPackage, _ change: (inout JSONObject) -> Void) throws {
    let shard = "model-00001-of-00001.safetensors"
    let bytes = try readFile(package.file(weights))
    try writeFile(package.file("ranking_model/\(shard)"), bytes)
    try package.remove(weights)
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONDocument(bytes: Array(bytes[8..<(8 + length)]), name: "header").root
    var map: JSONObject = [:]
    for member in try header.members() where member.key != "__metadata__" { map[member.key] = .string(shard) }
    var index: JSONObject = [
      "metadata": .object(["total_size": .int(bytes.count - 8 - length)]), "weight_map": .object(map),
    ]
    change(&index)
    try writeFile(
      package.file("ranking_model/model.safetensors.index.json"), JSONValue.object(index).text(.file))
  }

  private static func addedToken(_ name: String, content: String, id: Int) -> Defect {
    Defect(rule: "TOK002", name: name) { package in
      for file in ["tokenizer.json", "ranking_model/tokenizer.json"] {
        try package.edit(file) { root in
          guard case .array(var tokens)? = root["added_tokens"] else { return }
          tokens.append(
            .object([
              "id": .int(id), "content": .string(content), "special": .bool(false),
              "single_word": .bool(false),
              "lstrip": .bool(false), "rstrip": .bool(false), "normalized": .bool(false),
            ]))
          root["added_tokens"] = .array(tokens)
        }
      }
    }
  }
}
