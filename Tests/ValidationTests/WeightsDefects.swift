import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport

extension Defect {
  static let weightFiles: [Defect] = [
    Defect(rule: "WGT001", name: "an LFS pointer", consequences: ["PRE"]) {
      try $0.edit(weights) { _ in
        Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n".utf8)
      }
    },
    Defect(rule: "WGT001", name: "an empty file", consequences: ["PRE"]) { try $0.edit(weights) { _ in [] } },
    Defect(rule: "WGT001", name: "a page that says that there is no such file", consequences: ["PRE"]) {
      try $0.edit(weights) { _ in Array("<!DOCTYPE html>\n<html><body>Not found</body></html>\n".utf8) }
    },
    Defect(rule: "WGT002", name: "four bytes", consequences: ["PRE"]) {
      try $0.edit(weights) { Array($0.prefix(4)) }
    },
    Defect(rule: "WGT002", name: "a huge header", consequences: ["PRE"]) {
      try $0.edit(weights) { [UInt8](repeating: 0xFF, count: 8) + $0.dropFirst(8) }
    },
    Defect(rule: "WGT003", name: "cut inside the header", consequences: ["PRE"]) {
      try $0.edit(weights) { Array($0.prefix(100)) }
    },
    Defect(rule: "WGT004", name: "a header that is no JSON", consequences: ["PRE"]) {
      try $0.edit(weights) { bytes in
        bytes.enumerated().map { $0.offset == 9 ? UInt8(ascii: "x") : $0.element }
      }
    },
    Defect(rule: "WGT005", name: "an unknown dtype", consequences: ["PRE"]) { package in
      try package.edit(weights) { replace("\"F32\"", "\"F99\"", in: $0) }
    },
    Defect(rule: "WGT008", name: "cut inside the data", consequences: ["PRE"]) {
      try $0.edit(weights) { Array($0.dropLast(4)) }
    },
    Defect(rule: "WGT008", name: "trailing bytes", consequences: ["PRE"]) {
      try $0.edit(weights) { $0 + [0] }
    },
    Defect(rule: "WGT009", name: "a space first", consequences: ["PRE"]) {
      try $0.edit(weights) { bytes in bytes.enumerated().map { $0.offset == 8 ? 0x20 : $0.element } }
    },
    Defect(rule: "WGT012", name: "a renamed tensor", consequences: ["PRE"]) {
      try $0.edit(weights) { replace("bert.embeddings.word", "bert.embeddings.wurd", in: $0) }
    },
    Defect(rule: "WGT013", name: "a NaN", consequences: ["RUN003", "RUN004", "RUN006"]) {
      try $0.edit(weights) { $0.dropLast(4) + [0, 0, 0xC0, 0x7F] }
    },
    Defect(rule: "WGT016", name: "another format", severity: .warning) {
      try $0.edit("pruning_head/model.safetensors") { replace("\"pt\"", "\"np\"", in: $0) }
    },
    Defect(rule: "WGT004", name: "an unknown key", consequences: ["PRE"]) {
      try $0.edit(weights) { replace("\"dtype\"", "\"dtypo\"", in: $0) }
    },
    Defect(rule: "WGT006", name: "offsets out of order", consequences: ["PRE"]) {
      try $0.edit(weights) { replace("\"data_offsets\": [0,", "\"data_offsets\": [4,", in: $0) }
    },
    Defect(rule: "WGT007", name: "another shape", consequences: ["PRE"]) {
      try $0.edit(weights) { replace("\"shape\": [16]", "\"shape\": [15]", in: $0) }
    },
    Defect(rule: "WGT009", name: "a key twice", consequences: ["PRE"]) {
      try $0.edit(weights) {
        replace("layer.0.attention.self.query.bias", "layer.0.attention.self.value.bias", in: $0)
      }
    },
    Defect(rule: "WGT010", name: "a header of 26 MB", severity: .warning) { package in
      let note = String(repeating: "x", count: 26_000_000)
      try package.edit("pruning_head/model.safetensors") { bytes in
        let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = String(decoding: bytes[8..<(8 + length)], as: UTF8.self)
          .replacing("\"format\": \"pt\"", with: "\"format\": \"pt\", \"note\": \"\(note)\"")
        return safetensors(header: header, data: Array(bytes[(8 + length)...]))
      }
    },
    Defect(rule: "WGT011", name: "an index of shards that are not there") {
      try writeFile(
        $0.file("ranking_model/model.safetensors.index.json"),
        "{\"metadata\": {}, \"weight_map\": {\"a\": \"model-00001-of-00001.safetensors\"}}")
    },
    Defect(rule: "WGT014", name: "a matrix of zeros", consequences: ["RUN006"]) {
      try $0.edit("pruning_head/model.safetensors") { bytes in
        Array(bytes.dropLast(TinyModel.hiddenSize * 8))
          + [UInt8](repeating: 0, count: TinyModel.hiddenSize * 8)
      }
    },
    Defect(rule: "WGT015", name: "a head as torch makes it", severity: .warning) {
      try head($0) { random in Float(random / 2) }
    },
  ]
}
