import ModelDir

extension Fix {
  /// LAY001 and CARD009: the card, or its section on usage, as `save` writes it.
  static let card = Fix("LAY001", "CARD009") { plan in
    guard let generated = plan.package.generatedCard(baseModel: baseModel(plan)) else { return }
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
}
