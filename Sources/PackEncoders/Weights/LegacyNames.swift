/// Names that checkpoints made from TensorFlow gave the parameters of layer norms; transformers renames them as it loads.
package enum LegacyNames {
  private static let pairs = [("LayerNorm.gamma", "LayerNorm.weight"), ("LayerNorm.beta", "LayerNorm.bias")]

  /// Today's name of a tensor.
  package static func current(_ name: String) -> String {
    for (old, new) in pairs where name.hasSuffix(old) { return name.dropLast(old.count) + new }
    return name
  }

  /// What a tensor was once called; nil for a tensor that always had its name.
  static func old(_ name: String) -> String? {
    for (old, new) in pairs where name.hasSuffix(new) { return name.dropLast(new.count) + old }
    return nil
  }
}
