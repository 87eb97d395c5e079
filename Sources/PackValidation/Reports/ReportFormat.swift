import PackFiles
import PackJSON

/// A form in which the results of a run are given.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  /// For a person.
  case text
  /// One object a line and package; `docs/report.schema.json` is its schema.
  case json
  /// SARIF 2.1.0, which code scanning reads; one run a package.
  case sarif
  /// JUnit's XML, which most CI systems read; one test case a rule.
  case junit
  /// Workflow commands of GitHub Actions.
  case github
  /// A line a finding, for editors and `grep`.
  case concise
  /// GitLab's code quality report.
  case gitlab
  /// Markdown for the summary of a step of GitHub Actions.
  case markdown
  /// A bill of materials, CycloneDX 1.6.
  case cyclonedx
  /// One self-contained page.
  case html

  /// Whether the form is the packages' texts one after the other, so that each can be printed when it is there.
  public var isStream: Bool {
    switch self {
    case .text, .json, .github, .concise, .markdown: true
    case .sarif, .junit, .gitlab, .html, .cyclonedx: false
    }
  }

  /// Whether it shows digests: ``VerifyReport/addDigest(threads:)``.
  public var hasDigests: Bool { self == .html || self == .cyclonedx }

  /// The results of a run as a text.
  public func render(_ results: [VerifyResult], _ options: ReportOptions) -> String {
    switch self {
    case .text: results.map { $0.text(options) }.joined(separator: "\n")
    case .json: results.map { $0.json(options).text(.line) + "\n" }.joined()
    case .sarif: SARIFReport(options: options).log(results).text(.file)
    case .junit: JUnitReport(options: options).document(results)
    case .github: results.map { GitHubReport(options: options).commands($0) }.joined()
    case .concise: results.map { ConciseReport(options: options).lines($0) }.joined()
    case .gitlab: GitLabReport(options: options).issues(results).text(.file)
    case .markdown: results.map { MarkdownReport(options: options).section($0) }.joined()
    case .cyclonedx:
      results.compactMap(\.report).reduce(CycloneDXReport(options: options).document(results).text(.file)) {
        $1.mask($0)
      }
    case .html: HTMLReport(options: options).page(results)
    }
  }
}

/// What reports say beside the results.
public struct ReportOptions: Sendable {
  /// The tool's version.
  public var toolVersion: String
  /// Where the tool was started: paths below it are shown relative to it.
  public var workingDirectory: String
  /// When the packages were verified, `2026-11-30 07:21 UTC`; nil where a report is not to say so.
  public var date: String?
  /// The command that was run, word by word.
  public var command: [String] = []
  /// Whether the text is to use the terminal's colours.
  public var isColored = false
  /// Columns of the terminal that the text is for.
  public var width = Self.standardWidth

  /// Creates options.
  public init(toolVersion: String, workingDirectory: String) {
    self.toolVersion = toolVersion
    self.workingDirectory = workingDirectory
  }

  /// Columns of what is no terminal.
  public static let standardWidth = 80

  /// The tool's name.
  static let toolName = "pruning-pack"
}
