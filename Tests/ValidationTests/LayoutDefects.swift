import PackFiles
import PackageFixtures
import TestSupport
import Testing
import PackValidation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Defect {
  static let layout: [Defect] = [
    Defect(rule: "LAY001", name: "no head", consequences: ["PRE"]) {
      try $0.remove("pruning_head/model.safetensors")
    },
    Defect(rule: "LAY001", name: "no sub-model weights", consequences: ["PRE"]) { try $0.remove(weights) },
    Defect(rule: "LAY001", name: "no modelling file", consequences: ["CFG004"]) {
      try $0.remove("modeling_pruning_encoder.py")
    },
    Defect(rule: "LAY001", name: "no config") { try $0.remove("config.json") },
    Defect(rule: "LAY001", name: "no card") { try $0.remove("README.md") },
    Defect(rule: "LAY001", name: "no tokenizer in the sub-model") {
      try $0.remove("ranking_model/tokenizer.json")
    },
    Defect(rule: "LAY002", name: "a second sub-model", severity: .warning) {
      try makeDirectory($0.file("encoder_model"))
    },
    Defect(rule: "LAY003", name: "a link") { package in
      #expect(symlink("README.md", package.file("LIESMICH.md")) == 0)
    },
    Defect(rule: "LAY003", name: "names that differ in case") { try writeFile($0.file("readme.md"), "x") },
    Defect(rule: "LAY008", name: "duplicate key") { package in
      try package.edit("ranking_model/tokenizer_config.json") { bytes in
        Array(
          String(decoding: bytes, as: UTF8.self).replacing(
            "{\n", with: "{\n \"a\": 1, \"a\": 2,\n", maxReplacements: 1
          ).utf8)
      }
    },
    Defect(rule: "LAY008", name: "NaN") {
      try overwriteFile($0.file("special_tokens_map.json"), Array("[NaN]".utf8))
    },
    Defect(rule: "LAY008", name: "a number that no double holds") {
      try overwriteFile($0.file("extra.json"), Array("[1e999]".utf8))
    },
    Defect(rule: "LAY007", name: "more patterns than are read") {
      try writeFile($0.file(".gitignore"), (0...10_000).map { "a\($0)\n" }.joined())
    },
    Defect(rule: "LAY008", name: "not UTF-8") {
      try overwriteFile($0.file("extra.json"), [0x22, 0xFF, 0x22])
    },
    Defect(rule: "LAY008", name: "too deep") {
      try overwriteFile($0.file("extra.json"), [UInt8](repeating: UInt8(ascii: "["), count: 100_000))
    },
    Defect(rule: "LAY001", name: "no encoder weights", consequences: ["PRE"], isRanking: false) {
      try $0.remove("encoder_model/model.safetensors")
    },
    Defect(rule: "LAY001", name: "a directory in a file's place", consequences: ["PRE"]) {
      try $0.remove("tokenizer.json")
      try makeDirectory($0.file("tokenizer.json"))
    },
    Defect(rule: "LAY001", name: "a pipe in a file's place", consequences: ["LAY003", "PRE"]) { package in
      try package.remove("config.json")
      #expect(mkfifo(package.file("config.json"), 0o600) == 0)
    },
    Defect(rule: "LAY003", name: "a pipe") { package in
      #expect(mkfifo(package.file("pipe"), 0o600) == 0)
    },
    Defect(rule: "LAY004", name: "a checkout inside") { try makeDirectory($0.file("ranking_model/.git")) },
    Defect(rule: "LAY004", name: "a cache of something else") {
      try makeDirectory($0.file(".cache"))
      try makeDirectory($0.file(".cache/other"))
    },
    Defect(rule: "LAY004", name: "a file in the cache's place", also: ["SEC006"]) {
      try writeFile($0.file(".cache"), "x")
    },
    Defect(rule: "LAY004", name: "a checkout", severity: .suggestion) { try makeDirectory($0.file(".git")) },
    Defect(rule: "LAY004", name: "the Hub's client's notes", severity: .suggestion) {
      try makeDirectory($0.file(".cache"))
      try makeDirectory($0.file(".cache/huggingface"))
    },
    Defect(rule: "LAY005", name: "an optimizer's state", severity: .warning) {
      try writeFile($0.file("ranking_model/optimizer.pt"), "state")
    },
    Defect(rule: "LAY005", name: "an environment file", severity: .warning) {
      try writeFile($0.file(".env"), "A=1\n")
    },
    leftover("checkpoint-500/"), leftover("checkpoints/"), leftover("#config.json#"), leftover(".envrc"),
    leftover("ranking_model/last.ckpt"), leftover("bf16_zero_pp_rank_0_mp_rank_00.pt"),
    leftover("mp_rank_00_optim_states.pt"),
    Defect(rule: "LAY006", name: "a huge file", severity: .warning, also: ["SEC006"]) {
      try sparse($0, 300_000_000_000)
    },
    Defect(rule: "LAY006", name: "a file that the Hub does not take", also: ["SEC006"]) {
      try sparse($0, 600_000_000_000)
    },
    Defect(rule: "LAY006", name: "a folder with more files than the Hub takes", also: ["SEC006"]) { package in
      try makeDirectory(package.file("many"))
      for number in 0...10_000 { try overwriteFile(package.file("many/\(number).txt"), []) }
    },
    Defect(rule: "LAY007", name: "weights that stay behind") {
      try writeFile($0.file(".gitignore"), "# big\n*.safetensors\n!pruning_head/*.safetensors\n")
    },
  ]
}

extension Defect {
  /// Adds what a training run or an editor leaves behind; a directory where the name ends with a slash.
  fileprivate static func leftover(_ name: String) -> Defect {
    Defect(rule: "LAY005", name: name, severity: .warning, also: ["SEC006"]) { package in
      if name.hasSuffix("/") {
        try makeDirectory(package.file(String(name.dropLast())))
      } else {
        try writeFile(package.file(name), "x")
      }
    }
  }

  /// Adds a file that is large and takes no room on disk.
  fileprivate static func sparse(_ package: TinyPackage, _ size: Int) throws {
    let path = package.file("ranking_model/notes.txt")
    try writeFile(path, "")
    #expect(truncate(path, off_t(size)) == 0)
  }
}
