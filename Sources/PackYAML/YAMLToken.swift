/// A piece of YAML's grammar, with the place where it begins.
struct YAMLToken {
  enum Kind: Equatable {
    case streamEnd, documentStart, documentEnd
    /// `%YAML 1.x`, with the first number.
    case version(String)
    /// `%TAG handle prefix`.
    case tagDirective(handle: String, prefix: String)
    /// A directive that nothing reads.
    case otherDirective
    case blockSequenceStart, blockMappingStart, blockEnd
    case flowSequenceStart, flowSequenceEnd, flowMappingStart, flowMappingEnd
    case blockEntry, flowEntry, key, value
    case alias(String)
    case anchor(String)
    /// A tag; without a handle, its text is the whole tag.
    case tag(handle: String?, suffix: String)
    case scalar(String, isPlain: Bool)
  }

  let kind: Kind
  let mark: YAMLMark

  /// The kind as messages name it.
  var name: String {
    switch kind {
    case .streamEnd: "the end"
    case .documentStart: "`---`"
    case .documentEnd: "`...`"
    case .version, .tagDirective, .otherDirective: "a directive"
    case .blockSequenceStart, .blockEntry: "a list's entry"
    case .blockMappingStart, .key: "a key"
    case .blockEnd: "the end of an indented block"
    case .flowSequenceStart: "`[`"
    case .flowSequenceEnd: "`]`"
    case .flowMappingStart: "`{`"
    case .flowMappingEnd: "`}`"
    case .flowEntry: "`,`"
    case .value: "`:`"
    case .alias: "an alias"
    case .anchor: "an anchor"
    case .tag: "a tag"
    case .scalar: "a text"
    }
  }
}
