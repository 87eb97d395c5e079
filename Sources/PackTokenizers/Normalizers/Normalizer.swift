/// A step that rewrites the text before it is cut into words.
indirect enum Normalizer: Sendable {
  case bert(BertNormalizer)
  case strip(left: Bool, right: Bool)
  case stripAccents
  case nfc, nfd, nfkc, nfkd
  case lowercase
  case nmt
  case precompiled(Charsmap)
  case replace(Replacement)
  case prepend([UInt32])
  case byteLevel
  case sequence([Normalizer])

  /// Reads a component under `normalizer`.
  init(_ reader: ComponentReader) throws(TokenizerError) {
    switch try reader.type() {
    case "BertNormalizer": self = .bert(try BertNormalizer(reader))
    case "Strip": self = .strip(left: try reader.bool("strip_left"), right: try reader.bool("strip_right"))
    case "StripAccents": self = .stripAccents
    case "NFC": self = .nfc
    case "NFD": self = .nfd
    case "NFKC": self = .nfkc
    case "NFKD": self = .nfkd
    case "Lowercase": self = .lowercase
    case "Nmt": self = .nmt
    case "Precompiled": self = .precompiled(try Charsmap(reader))
    case "Replace": self = .replace(try Replacement(reader))
    case "Prepend": self = .prepend(scalars(of: try reader.bytes("prepend")))
    case "ByteLevel": self = .byteLevel
    case "Sequence":
      var steps: [Normalizer] = []
      for element in try reader.elements("normalizers") { steps.append(try Normalizer(element)) }
      self = .sequence(steps)
    default: throw try reader.member("type").unsupported("normalizer is not supported")
    }
  }

  /// Rewrites the text.
  func apply(to text: inout NormalizedText) {
    guard !text.bytes.isEmpty && !text.isTooLong else { return }
    switch self {
    case .bert(let bert): bert.apply(to: &text)
    case .strip(let left, let right): text.strip(left: left, right: right)
    case .stripAccents: text.drop(.combiningMark)
    case .nfc: text.compose(compatible: false)
    case .nfd: text.decompose(compatible: false)
    case .nfkc: text.compose(compatible: true)
    case .nfkd: text.decompose(compatible: true)
    case .lowercase: text.lowercase()
    case .nmt: text.cleanForTranslation()
    case .precompiled(let charsmap): charsmap.apply(to: &text)
    case .replace(let replacement): replacement.apply(to: &text)
    case .prepend(let prefix): text.prepend(prefix)
    case .byteLevel: text.transform { $0.expandToByteLevel() }
    case .sequence(let steps):
      for step in steps { step.apply(to: &text) }
    }
  }
}
