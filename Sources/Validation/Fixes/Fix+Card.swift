import Checkpoints
import Encoders
import Files
import ModelDir

extension Fix {
  /// LAY001 and CARD009: the card, or its section on usage, as `save` writes it.
  static let card = Fix("LAY001", "CARD009") { plan in
    guard let generated = generatedCard(plan) else { return }
    guard let card = plan.bytes(PackageLayout.card) else {
      if plan.allows("LAY001") {
        plan.write(PackageLayout.card, Array(generated.text.utf8), for: "LAY001")
      }
      return
    }
    guard plan.allows("CARD009") else { return }
    // A card that says in its own way how the model is loaded is left alone.
    let lines = card.split(separator: UInt8(ascii: "\n"))
    guard !String(decoding: card, as: UTF8.self).contains("trust_remote_code"),
      !lines.contains(where: { $0.starts(with: "## Usage".utf8) }), let usage = generated.section("Usage")
    else { return }
    let ending = card.last == UInt8(ascii: "\n") ? "\n" : "\n\n"
    plan.write(PackageLayout.card, card + Array((ending + usage).utf8), for: "CARD009")
  }

  private static func generatedCard(_ plan: FixPlan) -> GeneratedCard? {
    guard case .success(var config) = plan.package.config,
      case .success(let encoder) = plan.package.encoderConfig,
      case .success(let subModel) = plan.package.subModel, case .success(let head) = plan.package.head
    else { return nil }
    config.baseModel = baseModel(plan)
    let name = lastPathComponent(resolvedPath(plan.package.root) ?? plan.package.root)
    let scalars = name.unicodeScalars.map { scalar -> Unicode.Scalar in
      scalar.value < 0x20 || "\"\\$`!".unicodeScalars.contains(scalar) ? "-" : scalar
    }
    return try? GeneratedCard(
      name: String(String.UnicodeScalarView(scalars)), config: config, family: encoder.family,
      parameterCount: subModel.parameterCount, headParameterCount: head.parameterCount,
      hasSourceCard: plan.package.files.contains(PackageLayout.sourceCard))
  }
}
