/// GPT-2's way: words are cut with its pattern, and each byte is written as a printable stand-in.
struct ByteLevel: Sendable {
  let addsPrefixSpace: Bool
  /// What a post-processor does; the file has it in every component of this type.
  let trimsOffsets: Bool
  let usesPattern: Bool

  init(_ reader: ComponentReader) throws(TokenizerError) {
    addsPrefixSpace = try reader.bool("add_prefix_space")
    trimsOffsets = try reader.bool("trim_offsets")
    usesPattern = reader.has("use_regex") ? try reader.bool("use_regex") : true
  }

  func apply(to text: inout SegmentedText) {
    if addsPrefixSpace && text.segments.contains(where: { $0.token < 0 && text.bytes[Int($0.start)] != 0x20 })
    {
      text.rewrite { transformer in
        if !transformer.isAtEnd && transformer.next != 0x20 { transformer.prepend([0x20]) }
        transformer.keepRest()
      }
    }
    if usesPattern {
      let pattern = WordPattern.gpt2
      text.resegment { buffer, start, end, segments in
        var index = start
        while index < end {
          let next = pattern.end(buffer, index, end)
          segments.append(.init(index, next))
          index = next
        }
      }
    }
    text.rewrite { $0.expandToByteLevel() }
  }
}
