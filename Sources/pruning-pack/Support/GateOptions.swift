import ArgumentParser
import PackFiles
import PackSigning
import PackValidation

/// Options that decide which findings fail the gate.
struct GateOptions: ParsableArguments {
  @Flag(help: "Treat warnings, and checks that could not run, as errors.")
  var strict = false

  @Option(
    name: .customLong("ignore"),
    help: ArgumentHelp("Turn a rule off; may be repeated.", valueName: "rule"))
  var ignored: [String] = []

  @Option(
    name: .customLong("severity"),
    help: ArgumentHelp(
      "Override a rule's severity: error, warning, suggestion or off; may be repeated.",
      valueName: "rule=level"),
    transform: GradedRule.init(parsing:))
  var severities: [GradedRule] = []

  @Option(
    help: "Settings file to use instead of .pruning-pack.yml in the working directory.", completion: .file())
  var config: String?

  @Flag(name: .customLong("no-config"), help: "Read no settings file.")
  var readsNoConfig = false

  @Flag(help: "Accept pickles that import only what weights need.")
  var allowPickle = false

  @Option(
    help: "Require a signature with the private half of this key (PEM).", completion: .file())
  var publicKey: String?

  @Option(
    name: .customLong("trusted-certificate"),
    help: ArgumentHelp(
      "Require a signature whose signer this certificate vouches for (PEM); may be repeated.",
      valueName: "file"), completion: .file())
  var trustedCertificates: [String] = []

  func validate() throws {
    if publicKey != nil && !trustedCertificates.isEmpty {
      throw ValidationError("Give either --public-key or --trusted-certificate.")
    }
    if readsNoConfig && config != nil { throw ValidationError("Give either --config or --no-config.") }
    for id in ignored + severities.map(\.rule) where RuleCatalogue.rule(id) == nil {
      throw ValidationError(unknownRule(id))
    }
  }

  /// The settings file that applies to the packages, if there is one.
  ///
  /// - Throws: ``CommandFailure`` with the place of what is wrong in it.
  func settingsFile(for packages: [String]) throws -> SettingsFile? {
    if readsNoConfig { return nil }
    guard let path = config ?? Self.defaultFile(for: packages) else { return nil }
    do {
      return try SettingsFile(path)
    } catch let error as FileError {
      throw CommandFailure("settings: \(error)", .failed)
    } catch let error as SigningError {
      throw CommandFailure("settings: \(error)", .failed)
    } catch let error as any LocatedError {
      throw CommandFailure("settings: \(error)", .usage)
    }
  }

  /// The settings for a package: the file's, then what the options say.
  ///
  /// - Throws: ``PackSigning/SigningError`` or ``PackFiles/FileError`` for a key or a certificate that cannot be read.
  func settings(for package: String, file: SettingsFile?) throws -> VerifySettings {
    var settings = VerifySettings()
    // A package must not configure its own gate, unless the user names its file.
    if let file, config != nil || !SettingsFile.isInside(file.path, package: package) {
      file.apply(to: &settings)
    }
    settings.unreadFile = SettingsFile.unread(in: package, named: settings.file)
    for rule in ignored.compactMap(RuleCatalogue.rule) {
      settings.set(rule.id, to: .off, origin: "--ignore")
    }
    for graded in severities {
      guard let rule = RuleCatalogue.rule(graded.rule) else { continue }
      settings.set(rule.id, to: graded.level, origin: "--severity")
    }
    if strict { settings.isStrict = true }
    if allowPickle { settings.allowsPickle = true }
    if let publicKey {
      settings.signer = PinnedSigner(try TrustedSigner(publicKey: publicKey), origin: "--public-key")
    }
    if !trustedCertificates.isEmpty {
      settings.signer = PinnedSigner(
        try TrustedSigner(certificates: trustedCertificates), origin: "--trusted-certificate")
    }
    return settings
  }

  private static func defaultFile(for packages: [String]) -> String? {
    let name = SettingsFile.defaultName
    guard fileKind(name, followingLinks: false) != nil else { return nil }
    // Nor in the gate of another one that is checked in the same run.
    return packages.contains { SettingsFile.isInside(name, package: $0) } ? nil : name
  }
}

/// `--severity ID=LEVEL`
struct GradedRule {
  let rule: String
  let level: RuleLevel

  init(parsing argument: String) throws {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { throw ValidationError("Give RULE=LEVEL, such as CFG007=warning.") }
    guard let level = RuleLevel(parts[1]) else {
      throw ValidationError(
        "Unknown level '\(parts[1])'." + hint(parts[1], among: ["error", "warning", "suggestion", "off"]))
    }
    rule = parts[0]
    self.level = level
  }
}
