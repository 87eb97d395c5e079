import PackFiles

/// Fills a template: `{{name}}` becomes a value, and the lines between `{{#name}}` and `{{/name}}` stay when the name has one.
struct TemplateFiller {
  /// Values by name.
  var values: [String: String]

  /// The filled text.
  ///
  /// - Throws: ``ModelDirError`` when the template asks for a name that has no value, or a section does not end.
  func fill(_ template: String) throws(ModelDirError) -> String {
    var text = ""
    var section: (name: String, isKept: Bool)?
    for line in template.split(separator: "\n", omittingEmptySubsequences: false) {
      if let name = Self.tag(line, "{{#") {
        guard section == nil else { throw broken("section \(name) inside another") }
        section = (name, values[name] != nil)
      } else if let name = Self.tag(line, "{{/") {
        guard section?.name == name else { throw broken("section \(name) ends and was not begun") }
        section = nil
      } else if section?.isKept != false {
        text += try fillLine(line) + "\n"
      }
    }
    if let section { throw broken("section \(section.name) does not end") }
    // The split gives an empty last line after the template's own line end.
    text.removeLast()
    return text
  }

  private func fillLine(_ line: Substring) throws(ModelDirError) -> String {
    var text = ""
    var rest = line
    while let start = Self.position(of: "{{", in: rest) {
      text += rest[..<start]
      let inner = rest[rest.utf8.index(start, offsetBy: 2)...]
      guard let end = Self.position(of: "}}", in: inner) else { throw broken("a tag does not end") }
      let name = String(inner[..<end])
      guard let value = values[name] else { throw broken("no value for \(name)") }
      text += value
      rest = inner[inner.utf8.index(end, offsetBy: 2)...]
    }
    return text + rest
  }

  private static func tag(_ line: Substring, _ opening: String) -> String? {
    guard line.hasPrefix(opening), line.hasSuffix("}}") else { return nil }
    return String(line.dropFirst(opening.count).dropLast(2))
  }

  private static func position(of mark: String, in text: Substring) -> Substring.Index? {
    text.indices.first { text[$0...].hasPrefix(mark) }
  }

  private func broken(_ problem: String) -> ModelDirError {
    ModelDirError(.contradiction, at: Place(file: "README.md.template"), problem: SaveText(problem))
  }
}
