import PackCheckpoints
import PackFiles

/// An architecture read from a checkpoint, perhaps with gaps that the audit lists.
struct LoadedEncoder {
  let config: any FamilyConfig
  let model: any EncoderModel
  let sequenceHead: ClassifierHead?
  let tokenHead: ClassifierHead?
  let audit: EncoderAudit

  private let reader: WeightReader
  private let fileName: String

  /// Reads what there is; without a checkpoint, only the requirements are noted.
  init(config: any FamilyConfig, weights: Checkpoint?, role: EncoderRole, form: WeightForm = .file) {
    let family = type(of: config)
    let scope = weights.map { TensorScope($0) }
    let reader = WeightReader(scope, form: form)
    // A base model is saved without its prefix; cut out of a larger model, it may have kept it.
    let base = family.prefix(in: reader)
    let isPrefixed = role != .encoder || reader.has("\(base).\(family.landmark)")
    let prefix = isPrefixed ? base : ""
    model = config.readModel(reader.top.scope(prefix))
    // The heads are small, and their numbers are what is asked for.
    if form == .int8 { reader.form = .panels }
    sequenceHead = role == .sequenceClassification ? config.readSequenceHead(reader.top) : nil
    tokenHead = role == .tokenClassification ? config.readTokenHead(reader.top) : nil

    let others = scope?.unused ?? []
    let leftovers = others.filter { name in
      let isBase = prefix.isEmpty || name.hasPrefix(prefix + ".")
      let relative = isBase && !prefix.isEmpty ? String(name.dropFirst(prefix.count + 1)) : name
      return config.isLeftover(relative, isBase: isBase, role: role)
    }
    audit = EncoderAudit(
      requirements: reader.requirements, problems: reader.problems,
      unused: others.filter { !leftovers.contains($0) }, leftovers: leftovers)
    self.config = config
    self.reader = reader
    fileName = weights?.files.first?.name ?? ""
  }

  /// Reports the first gap, or the tensors that nothing uses.
  func checkComplete() throws {
    try reader.finish()
    guard audit.unused.isEmpty else {
      let shown = audit.unused.prefix(10).joined(separator: ", ")
      let rest = audit.unused.count > 10 ? " and \(audit.unused.count - 10) more" : ""
      throw EncoderError(
        .unusedTensors, at: Place(file: fileName), problem: "tensors are not used by the architecture",
        found: shown + rest)
    }
  }
}
