import PackDigests
import PackFiles

/// Names of findings by which a program knows them again in the next report: made of the rule and the place, not of the
/// wording, and not of the line, which other changes of a file move.
struct FindingFingerprints {
  private var counts: [ExactText: Int] = [:]

  /// The name of the next finding, in the order of the report.
  ///
  /// - Parameter path: the file's, as the report names it.
  mutating func next(_ finding: Finding, path: String) -> String {
    let place = finding.place
    var parts = [finding.rule, path, place.jsonPath ?? "", place.tensor ?? ""]
    // In code, the text of the line says where it is.
    if place.jsonPath == nil, place.tensor == nil { parts.append(finding.excerpt?.text ?? "") }
    let key = ExactText(parts.joined(separator: "\0"))
    let number = counts[key, default: 0]
    counts[key] = number + 1
    let text = "\(key.text)\0\(number)"
    let digest = try? Array(text.utf8).withUnsafeBytes {
      try SHA256Digest(of: $0, name: "a finding's place").description
    }
    // Where a policy forbids the digest, the text itself is as good a name.
    return digest.map { String($0.prefix(40)) } ?? text.visible
  }
}
