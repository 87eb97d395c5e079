/// Writes spaces as a visible character, puts one before the text, and cuts before each.
struct Metaspace: Sendable {
  /// Where the character is put before a piece of text that does not start with it.
  enum PrependScheme: String, Sendable {
    case always, first, never
  }

  let replacement: UInt32
  let prependScheme: PrependScheme
  let splits: Bool

  init(_ reader: ComponentReader) throws(TokenizerError) {
    replacement = try reader.scalar("replacement")
    var scheme = PrependScheme.always
    if reader.has("prepend_scheme") {
      guard let named = PrependScheme(rawValue: try reader.string("prepend_scheme")) else {
        throw try reader.member("prepend_scheme").unsupported(
          "prepend scheme is not supported", expected: "always, first or never")
      }
      scheme = named
    }
    // The older way to say it; only "no" means anything beside a scheme.
    if let legacy = try reader.optionalBool("add_prefix_space"), !legacy {
      guard scheme == .never else {
        throw try reader.member("add_prefix_space").invalid(
          "add_prefix_space contradicts the prepend scheme, which is always when it is absent")
      }
    }
    prependScheme = scheme
    splits = try reader.bool("split", default: true)
  }

  func apply(to text: inout SegmentedText) {
    let marker = replacement
    let scheme = prependScheme
    text.rewrite { transformer in
      guard !transformer.isAtEnd else { return }
      let first = transformer.next
      let prepends: Bool
      switch scheme {
      case .always: prepends = true
      case .first: prepends = transformer.startsText
      case .never: prepends = false
      }
      if prepends && first != marker && first != 0x20 {
        transformer.prepend([marker])
      }
      while !transformer.isAtEnd {
        if transformer.next == 0x20 { transformer.replace(with: marker) } else { transformer.keep() }
      }
    }
    guard splits else { return }
    var matches: [Match] = []
    text.resegment { buffer, start, end, segments in
      scalarMatches(buffer, start, end, &matches) { $0 == marker }
      SplitBehavior.mergedWithNext.cut(matches, into: &segments)
    }
  }
}
