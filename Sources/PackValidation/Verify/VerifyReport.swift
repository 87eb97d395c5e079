import PackFiles
public import PackProcesses

/// What became of a rule.
public struct RuleOutcome: Sendable, Hashable {
  /// How it ended.
  public enum Status: String, Sendable, Hashable {
    /// It has no findings.
    case passed
    /// It has findings.
    case failed
    /// It does not apply to the package.
    case notApplicable = "not_applicable"
    /// Something that it builds on is broken, which is a finding of another rule.
    case prerequisiteFailed = "prerequisite_failed"
    /// It could not run: something that it needs, such as an interpreter, is not available.
    case meansMissing = "means_missing"
    /// It was turned off.
    case ignored

    init(_ skip: RuleSkip) {
      switch skip {
      case .notApplicable: self = .notApplicable
      case .prerequisiteFailed: self = .prerequisiteFailed
      case .meansMissing: self = .meansMissing
      }
    }
  }

  /// The rule's id.
  public var rule: String
  /// How it ended.
  public var status: Status
  /// Why it has no verdict.
  public var reason: String?
}

/// The result of a verification.
public struct VerifyReport: Sendable {
  /// The package's directory, as it was given.
  public var package: String
  /// What is wrong: the heaviest first, then in the order of the catalogue and of the rule.
  public var findings: [Finding] = []
  /// What became of each rule, in the order of the catalogue.
  public var outcomes: [RuleOutcome] = []
  /// Rules that were turned off, severities that were overridden, what was allowed.
  public var settings: VerifySettings
  /// Files of code in the package that somebody has accepted as they are.
  public internal(set) var acceptedCode: [AcceptedCode] = []
  /// The smoke inference, where it ran.
  public var smoke: SmokeInference?
  /// How the package's code was fenced in while an interpreter ran it; nil where none did.
  public var sandbox: SandboxLevel?
  /// What else has to be said about how it was verified.
  public var notes: [String] = []
  /// How long its parts took; they ran side by side.
  public var timings: [(name: String, time: Duration)] = []
  /// Tokens of the built-in battery, where it ran.
  var batteryTokens: Int?
  /// The layout of a directory that is not a package, but a model that `save` makes one of.
  public internal(set) var otherLayout: OtherLayout?
  /// Ids of the rules of whose findings `--fix` settles some.
  public internal(set) var repairable: Set<String> = []
  /// What is in the package.
  public var contents: PackageContents?
  /// What was tried, and where.
  public var coverage: Coverage?
  /// How near the outputs come to those of PyTorch.
  package var outputChecks: [OutputCheck] = []
  /// The digest of all files, where a report asked for it with ``addDigest(threads:)``.
  public internal(set) var contentDigest: PackageDigest?
  /// SHA-256 of each file by its path, where a report asked for it.
  var fileDigests: [String: String] = [:]
  /// What the package says of its model.
  var facts: ModelFacts?
  /// The package's files as they were when they were read.
  var filesAsRead: PackageListing?
  /// The secrets that were found in the package.
  var secrets = SecretMask()

  init(package: String, settings: VerifySettings) {
    self.package = package
    self.settings = settings
  }

  /// A text from the package with `…` in place of the secrets that were found there, and of what looks like one: for
  /// whoever shows more of a file than the report does.
  public func mask(_ text: String) -> String { secrets.mask(text) }

  /// Hides the secrets in everything that is said.
  mutating func maskSecrets() {
    for index in findings.indices {
      findings[index].problem = mask(findings[index].problem)
      findings[index].expected = findings[index].expected.map(mask)
      findings[index].found = findings[index].found.map(mask)
      findings[index].advice = findings[index].advice.map(mask)
      findings[index].place.jsonPath = findings[index].place.jsonPath.map(mask)
      findings[index].place.tensor = findings[index].place.tensor.map(mask)
    }
    for index in outcomes.indices { outcomes[index].reason = outcomes[index].reason.map(mask) }
    notes = notes.map(mask)
    contents?.renameTensors { [secrets] in secrets.mask($0) }
    coverage?.mapReasons { [secrets] in secrets.mask($0) }
    for index in outputChecks.indices { outputChecks[index].mapQueries { [secrets] in secrets.mask($0) } }
  }

  /// Whether the package may be published.
  ///
  /// - Parameter strict: whether warnings count as errors, and rules that could not run.
  public func passes(strict: Bool) -> Bool {
    let bound: Severity = strict ? .warning : .error
    return !findings.contains { $0.severity >= bound }
      && !(strict && outcomes.contains { $0.status == .meansMissing })
  }
}
