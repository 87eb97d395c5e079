/// The headings and anchors of one part of a page, which may stand alone or below others.
struct HTMLOutline {
  /// What the ids of its elements begin with.
  let prefix: String
  /// The level of its own heading, 1 or 2.
  let level: Int

  /// An id that no other part has.
  func id(_ name: String) -> String { "\(prefix)-\(name)" }

  /// A heading.
  ///
  /// - Parameters:
  ///   - depth: how far below the part's own; 1 for a section's.
  ///   - content: HTML.
  func heading(_ depth: Int, _ content: String) -> String {
    let tag = "h\(min(level + depth, 6))"
    return "<\(tag)>\(content)</\(tag)>\n"
  }

  /// A section with its heading and an anchor.
  func section(_ name: String, _ title: String, _ body: String) -> String {
    "<section id=\"\(id(name))\">\n\(heading(1, title))\(body)</section>\n"
  }
}
