import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport

/// Code that once went through the rule that it breaks.
extension Defect {
  static let codeHoles: [Defect] = [
    Defect(
      rule: "CFG001", name: "a class that is called otherwise", consequences: ["CFG004"], also: ["PY012"]
    ) {
      try change(
        "class PruningEncoderForSequenceClassification(", to: "class PruningEncoderForSequenceClassified(",
        in: $0)
    },
    Defect(
      rule: "CFG001", name: "a module of auto_map without the class", consequences: ["CFG004"],
      also: ["PY012"]
    ) {
      try map($0, "other.PruningEncoderForSequenceClassification")
      try writeFile($0.file("other.py"), "x = 1\n")
    },
    Defect(rule: "CFG005", name: "another model_type in auto_map's module", also: ["PY012"]) {
      try $0.edit("config.json") {
        $0["auto_map"] = .object([
          "AutoConfig": .string("other.PruningEncoderConfig"),
          "AutoModelForSequenceClassification": .string(
            "modeling_pruning_encoder.PruningEncoderForSequenceClassification"),
        ])
      }
      try writeFile(
        $0.file("other.py"),
        """
        from .modeling_pruning_encoder import PruningEncoderConfig as Base


        class PruningEncoderConfig(Base):
            model_type = "another"

        """)
    },
  ]

  static let secretHoles: [Defect] = [
    Defect(rule: "SEC003", name: "a token after an escaped line end") {
      try $0.edit("ranking_model/config.json") { $0["note"] = .string("token:\n" + token) }
    },
    Defect(rule: "SEC003", name: "a key without a shape") {
      try writeFile(
        $0.file("notes.txt"), "AWS_SECRET_ACCESS_KEY = " + "'wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "zRt5w9QmKe'\n"
      )
    },
    Defect(rule: "SEC003", name: "a key without a shape, in JSON") {
      try $0.edit("ranking_model/config.json") {
        $0["aws_secret_access_key"] = .string("wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "zRt5w9QmKe")
      }
    },
    Defect(rule: "SEC001", name: "a pickle below a layer of gzip") {
      try overwriteFile($0.file("notes.dat"), gzipped)
    },
  ]

  private static let token = "hf_" + String("aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567")

  /// `gzip.compress(pickle.dumps({"a": [1, 2, 3]}, 2), mtime=0)`
  private static let gzipped: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x6B, 0x60, 0xAA, 0x2D, 0x64, 0x88,
    0x60, 0x64, 0x60, 0x60, 0x48, 0x2C, 0x64, 0x8C, 0x2D, 0x64, 0xD2, 0xF0, 0x66, 0xF4, 0x66, 0xF2,
    0x66, 0x4E, 0x2D, 0xD6, 0x03, 0x00, 0x5F, 0x91, 0x77, 0xE2, 0x1A, 0x00, 0x00, 0x00,
  ]
}
