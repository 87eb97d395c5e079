import PackFiles
import PackJSON
import PackSigning
import PackYAML

/// A file of settings for the gate, `.pruning-pack.yml`.
public struct SettingsFile: Sendable {
  /// The name under which a settings file is looked for in the working directory.
  public static let defaultName = ".pruning-pack.yml"

  /// The path as it was given.
  public let path: String
  private var decisions: [(rule: String, level: RuleLevel)] = []
  private var isStrict: Bool?
  private var allowsPickle: Bool?
  private var acceptedCode: [AcceptedCode] = []
  private var signer: TrustedSigner?

  /// A settings file is written by hand.
  private static let sizeLimit = 1 << 16
  private static let keys = ["strict", "allow_pickle", "ignore", "severity", "accepted_code", "signer"]

  /// Reads a settings file.
  ///
  /// - Throws: ``PackFiles/FileError``; ``PackYAML/YAMLError`` or ``GateError`` with the place of the first setting that
  ///   is wrong.
  public init(_ path: String) throws {
    let bytes = try readFile(path, limit: Self.sizeLimit)
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw GateError(at: Place(file: path), problem: "not valid UTF-8")
    }
    try self.init(yaml: bytes, path: path)
  }

  init(yaml bytes: [UInt8], path: String) throws {
    self.path = path
    let document = try YAMLDocument(yaml: bytes, at: Place(file: path), duplicates: .refused)
    if document.root.isNull { return }
    guard case .mapping(let pairs) = document.root else {
      throw GateError(
        at: document.place(of: "$"), problem: "not a settings file", expected: "a mapping")
    }
    for pair in pairs {
      let place = document.place(of: "$.\(pair.key)")
      switch pair.key {
      case "strict": isStrict = try Self.bool(pair.value, pair.key, at: place)
      case "allow_pickle": allowsPickle = try Self.bool(pair.value, pair.key, at: place)
      case "ignore": try readIgnored(pair.value, document)
      case "severity": try readSeverities(pair.value, document)
      case "signer": signer = try Self.signer(pair.value, document, besides: path)
      case "accepted_code": acceptedCode = try Self.acceptedCode(pair.value, document)
      default:
        throw GateError(
          at: place, problem: "unknown setting", expected: Self.keys.joined(separator: ", "),
          found: pair.key.quotedForMessage)
      }
    }
  }

  /// Adds the file's settings to others; later settings win.
  public func apply(to settings: inout VerifySettings) {
    settings.file = path
    for (rule, level) in decisions { settings.set(rule, to: level, origin: path) }
    if let isStrict { settings.isStrict = isStrict }
    if let allowsPickle { settings.allowsPickle = allowsPickle }
    settings.acceptedCode += acceptedCode
    if let signer { settings.signer = PinnedSigner(signer, origin: path) }
  }

  private mutating func readIgnored(_ value: YAMLValue, _ document: YAMLDocument) throws(GateError) {
    if value.isNull { return }
    guard case .sequence(let elements) = value else {
      throw GateError(
        at: document.place(of: "$.ignore"), problem: "ignore is not a list", expected: "a list of rules")
    }
    for (index, element) in elements.enumerated() {
      let place = document.place(of: "$.ignore[\(index)]")
      let rule = try Self.rule(element.string ?? "", at: place)
      try refuseSecondDecision(rule, at: place)
      decisions.append((rule, .off))
    }
  }

  private mutating func readSeverities(_ value: YAMLValue, _ document: YAMLDocument) throws(GateError) {
    if value.isNull { return }
    guard case .mapping(let pairs) = value else {
      throw GateError(
        at: document.place(of: "$.severity"), problem: "severity is not a mapping",
        expected: "a mapping of rules to severities")
    }
    for pair in pairs {
      let place = document.place(of: "$.severity.\(pair.key)")
      let rule = try Self.rule(pair.key, at: place)
      // `off` without quotes is a truth value to some readers of YAML; here it is the word that was written.
      guard case .scalar(let name, _) = pair.value, let level = RuleLevel(name) else {
        throw GateError(
          at: place, problem: "unknown severity of \(rule)",
          expected: RuleLevel.names.joined(separator: ", "),
          found: Self.shown(pair.value))
      }
      try refuseSecondDecision(rule, at: place)
      decisions.append((rule, level))
    }
  }

  private func refuseSecondDecision(_ rule: String, at place: Place) throws(GateError) {
    guard !decisions.contains(where: { $0.rule == rule }) else {
      throw GateError(at: place, problem: "\(rule) is set twice", expected: "once")
    }
  }

  private static func rule(_ id: String, at place: Place) throws(GateError) -> String {
    guard let rule = RuleCatalogue.rule(id) else {
      let names = RuleCatalogue.rules.flatMap { [$0.id, $0.name] }
      throw GateError(
        at: place, problem: "unknown rule",
        expected: nearestWord(to: id, among: names) ?? "an id or a name that `pruning-pack rules` lists",
        found: id.quotedForMessage)
    }
    return rule.id
  }

  private static func bool(_ value: YAMLValue, _ key: String, at place: Place) throws(GateError) -> Bool {
    switch value {
    case .scalar("true", .boolean): return true
    case .scalar("false", .boolean): return false
    default:
      throw GateError(
        at: place, problem: "\(key) is not a truth value", expected: "true or false", found: shown(value))
    }
  }

  static func shown(_ value: YAMLValue) -> String {
    switch value {
    case .scalar(let text, _): text.quotedForMessage
    case .sequence, .set: "a list"
    case .mapping: "a mapping"
    }
  }
}
