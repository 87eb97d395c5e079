/// Findings of a rule that say the same of several places.
public struct ReportMessage: Sendable {
  /// What is wrong.
  public let problem: String
  /// What was expected and found, where that is the same at all places.
  public let commonDetail: String?
  /// The fix, where it is the same at all places.
  public let commonFix: String?
  /// The places.
  public let places: [ReportPlace]

  init(_ findings: [Finding]) {
    problem = findings.first?.problem ?? ""
    let details = findings.map(\.detail)
    let fixes = findings.map(\.fix)
    commonDetail = Self.common(details)
    commonFix = Self.common(fixes)
    let hasOwn = (detail: Set(details).count > 1, fix: Set(fixes).count > 1)
    places = findings.map { finding in
      ReportPlace(
        finding: finding, detail: hasOwn.detail ? finding.detail : nil, fix: hasOwn.fix ? finding.fix : nil)
    }
  }

  /// The problem, with what was expected and found.
  public var sentence: String { commonDetail.map { "\(problem): \($0)" } ?? problem }

  private static func common(_ texts: [String?]) -> String? {
    guard let first = texts.first, texts.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}
