import ModelDir
import PackFiles

/// Repairs what has one right repair.
public enum PackageFixer {
  /// Removes what killed repairs of a package have left, wherever that is.
  ///
  /// To be done before the package is verified: what is left shares files with it, which change when it goes away.
  public static func clearUp(_ package: String) {
    for directory in [package, resolvedPath(package).map(parentPath)].compactMap({ $0 }) {
      LeftoverSweep.removeQuietly(in: directory)
    }
  }

  /// Prepares the repairs of a package, and tries them on a copy.
  ///
  /// - Parameters:
  ///   - report: what the rules found in the package.
  ///   - threads: how many threads may be used.
  /// - Returns: nil when there is nothing to repair.
  /// - Throws: ``GateError`` when the package cannot be repaired in place; ``PackFiles/FileError``.
  public static func prepare(_ report: VerifyReport, threads: Int) throws -> PreparedFix? {
    // What the findings are about must be what is repaired.
    try report.filesAsRead?.requireUnchanged()
    let package = try PackageInspection(root: report.package, threads: threads, settings: report.settings)
    var plan = FixPlan(package: package, findings: report.findings)
    // In the catalogue's order: a later repair sees what an earlier one has made of a file.
    for rule in RuleCatalogue.rules where plan.allows(rule.id) { try rule.fix?.prepare(&plan) }
    var changes = plan.changes.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    guard !changes.isEmpty else { return nil }
    // What a link leads to may be another's: the blob of a Hub cache, say.
    if let entry = package.listing.entries.first(where: { $0.kind == .link || $0.kind == .other }) {
      throw GateError(
        at: Place(file: entry.path), problem: "a package with links cannot be fixed in place",
        expected: "regular files only; copy the package first, as `cp -rL` does")
    }
    var copy = try StagedCopy(of: report.package, entries: package.listing.entries, changes: changes)
    // A card says what the package is: its sections follow what was repaired.
    if let card = CardRenewal.card(of: copy.path, name: report.package, threads: threads) {
      plan.write(PackageLayout.card, card, for: changes.flatMap(\.rules))
      changes = plan.changes.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
      copy = try StagedCopy(of: report.package, entries: package.listing.entries, changes: changes)
    }
    var after = try Verifier.verify(root: copy.path, threads: threads, settings: report.settings)
    after.package = report.package
    return PreparedFix(before: report, after: after, changes: changes, copy: copy)
  }
}

/// Repairs that have been tried on a copy of the package, which goes away with this object unless it is put in place.
public final class PreparedFix {
  /// What the rules found before.
  public let before: VerifyReport
  /// What they find in the repaired copy.
  public let after: VerifyReport
  private let changes: [FileChange]
  private let copy: StagedCopy

  init(before: VerifyReport, after: VerifyReport, changes: [FileChange], copy: StagedCopy) {
    self.before = before
    self.after = after
    self.changes = changes
    self.copy = copy
  }

  /// What changes, as a unified diff.
  public var diff: String { before.mask(changes.map { $0.diff(root: before.package) }.joined()) }

  /// The files that change, each with the rules whose findings that settles.
  public var summary: [String] {
    changes.map { "\($0.path.visible) (\($0.rules.joined(separator: ", ")))" }
  }

  /// Puts the repaired package in place of the old one.
  ///
  /// - Returns: what could not be removed afterwards, if anything.
  /// - Throws: ``GateError`` when the repairs would bring an error that was not there; ``PackFiles/FileError``. The package is
  ///   then as it was.
  @discardableResult
  public func apply() throws -> String? {
    func errors(_ report: VerifyReport) -> Set<String> {
      // Every repair ends a signature, which is said, and no reason against it.
      Set(report.findings.filter { $0.severity == .error && $0.rule != Rule.int001.id }.map(\.rule))
    }
    if let new = errors(after).subtracting(errors(before)).min(),
      let finding = after.findings.first(where: { $0.rule == new })
    {
      throw GateError(
        at: finding.place,
        problem:
          "not fixed: the fixed package would break \(new) (\(finding.message))"
      )
    }
    try before.filesAsRead?.requireUnchanged(additions: false)
    return try copy.putInPlace()
  }
}
