/// What the tensors of a pruning head are called where people save it: a linear layer's own state dict, that of a module which
/// has it as `classifier`, or the part of a larger model.
enum HeadNames {
  /// What a head is called in a model that it is part of, and what wrappers of training put before every name.
  private static let prefixes = ["pruning_head.", "module.", "_orig_mod."]

  /// The names that a package has for those in a file, in their order.
  static func current(_ names: [String]) -> [String] {
    var shortened = names
    while !shortened.isEmpty,
      let prefix = prefixes.first(where: { prefix in shortened.allSatisfy { $0.hasPrefix(prefix) } })
    {
      shortened = shortened.map { String($0.dropFirst(prefix.count)) }
    }
    if shortened.sorted() == ["bias", "weight"] { shortened = shortened.map { "classifier." + $0 } }
    return shortened
  }
}
