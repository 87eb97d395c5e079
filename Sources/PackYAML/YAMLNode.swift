/// A value with its tag, before it is read as what the tag says.
final class YAMLNode {
  enum Content {
    case scalar(String)
    case sequence([YAMLNode])
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  /// Nil for a tag that nothing is read as.
  let tag: YAMLTag?
  /// The tag as the text has it, for messages.
  let tagName: String
  var content: Content
  let mark: YAMLMark
  /// Levels below it, and values of which it consists: aliases make more of it than stands in the text.
  var depth = 0
  var size = 1

  init(tag: YAMLTag?, tagName: String = "", content: Content, mark: YAMLMark) {
    self.tag = tag
    self.tagName = tagName
    self.content = content
    self.mark = mark
  }

  /// The values of which it consists.
  var children: [YAMLNode] {
    switch content {
    case .scalar: []
    case .sequence(let nodes): nodes
    case .mapping(let pairs): pairs.flatMap { [$0.key, $0.value] }
    }
  }
}
