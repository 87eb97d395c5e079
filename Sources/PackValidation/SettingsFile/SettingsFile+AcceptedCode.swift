import PackFiles
import PackJSON
import PackYAML

extension SettingsFile {
  private static let acceptedKeys = ["file", "sha256", "by", "date"]

  /// Reads `accepted_code`, a list of files that somebody has read and accepted.
  static func acceptedCode(_ value: YAMLValue, _ document: YAMLDocument) throws(GateError) -> [AcceptedCode] {
    let path = "$.accepted_code"
    if value.isNull { return [] }
    guard case .sequence(let elements) = value else {
      throw GateError(
        at: document.place(of: path), problem: "accepted_code is not a list",
        expected: "a list of {file, sha256, by, date}", found: shown(value))
    }
    var accepted: [AcceptedCode] = []
    for (index, element) in elements.enumerated() {
      let entry = try acceptedEntry(element, "\(path)[\(index)]", document)
      guard !accepted.contains(where: { $0.file == entry.file && $0.sha256 == entry.sha256 }) else {
        throw GateError(
          at: document.place(of: "\(path)[\(index)]"), problem: "\(entry.file) is accepted twice",
          expected: "one entry for each file and digest")
      }
      accepted.append(entry)
    }
    return accepted
  }

  private static func acceptedEntry(
    _ value: YAMLValue, _ path: String, _ document: YAMLDocument
  ) throws(GateError) -> AcceptedCode {
    guard case .mapping(let pairs) = value else {
      throw GateError(
        at: document.place(of: path), problem: "an entry of accepted_code is not a mapping",
        expected: "{file, sha256, by, date}", found: shown(value))
    }
    for pair in pairs where !acceptedKeys.contains(pair.key) {
      throw GateError(
        at: document.place(of: "\(path).\(pair.key)"), problem: "unknown key of accepted_code",
        expected: acceptedKeys.joined(separator: ", "), found: pair.key.quotedForMessage)
    }
    func text(_ key: String) throws(GateError) -> String {
      guard let value = value[key] else {
        throw GateError(
          at: document.place(of: path), problem: "an entry of accepted_code has no \(key)",
          expected: acceptedKeys.joined(separator: ", "))
      }
      guard case .scalar(let text, _) = value, !text.isEmpty, !value.isNull else {
        throw GateError(
          at: document.place(of: "\(path).\(key)"), problem: "\(key) is not a text", expected: "a text",
          found: shown(value))
      }
      return text
    }
    let entry = AcceptedCode(
      file: try text("file"), sha256: try text("sha256"), by: try text("by"), date: try text("date"))
    guard entry.file.hasSuffix(".py"), !entry.file.hasPrefix("/"),
      !entry.file.split(separator: "/").contains("..")
    else {
      throw GateError(
        at: document.place(of: "\(path).file"), problem: "not a Python file of a package",
        expected: "a path from the package's root, such as modeling_pruning_encoder.py",
        found: entry.file.quotedForMessage)
    }
    guard entry.sha256.utf8.count == 64,
      entry.sha256.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else {
      throw GateError(
        at: document.place(of: "\(path).sha256"), problem: "not a SHA-256",
        expected: "64 hexadecimal digits in small letters", found: entry.sha256.quotedForMessage)
    }
    guard isDate(entry.date) else {
      throw GateError(
        at: document.place(of: "\(path).date"), problem: "not a date", expected: "YYYY-MM-DD",
        found: entry.date.quotedForMessage)
    }
    return entry
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }
}
