import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport
import Testing

/// One defect each in a good package: its rule fires, and no other one but the consequences that are named.
struct Defect: Sendable, CustomTestStringConvertible {
  let rule: String
  let name: String
  var severity = Severity.error
  /// Rules whose errors follow from the defect; `PRE` where other rules cannot run.
  var consequences: Set<String> = []
  /// Rules whose warnings follow from it.
  var also: Set<String> = []
  var isRanking = true
  let make: @Sendable (TinyPackage) throws -> Void

  var testDescription: String { "\(rule): \(name)" }

  static let weights = "ranking_model/model.safetensors"

  static let all =
    code + holes + codeHoles
}

extension Defect {
  static func settings(_ package: TinyPackage, _ change: (inout JSONObject) -> Void) throws {
    for file in ["tokenizer_config.json", "ranking_model/tokenizer_config.json"] {
      try package.edit(file, change)
    }
  }

  /// Bytes with the first occurrence of a text replaced.
  static func replace(_ old: String, _ new: String, in bytes: [UInt8]) -> [UInt8] {
    let (old, new) = (Array(old.utf8), Array(new.utf8))
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: old) }) else { return bytes }
    return bytes[..<start] + new + bytes[(start + old.count)...]
  }

  /// A defect that a line of code makes.
  static func addingCode(
    _ rule: String, _ name: String, _ severity: Severity, _ text: String
  ) -> Defect {
    Defect(rule: rule, name: name, severity: severity, also: ["PY012"]) { try append(text, to: $0) }
  }

  static func addingCode(_ rule: String, _ name: String, _ text: String) -> Defect {
    addingCode(rule, name, .error, text)
  }

  static func append(_ text: String, to package: TinyPackage) throws {
    try package.edit("modeling_pruning_encoder.py") { $0 + Array("\n\n\(text)\n".utf8) }
  }

  static func change(_ old: String, to new: String, in package: TinyPackage) throws {
    try package.edit("modeling_pruning_encoder.py") { replace(old, new, in: $0) }
  }
}
