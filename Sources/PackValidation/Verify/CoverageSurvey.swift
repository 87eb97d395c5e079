import ModelDir
import PackEncoders
import PackFiles
import PackPythonCode

/// Finds what a verification has tried, once all rules are judged.
struct CoverageSurvey {
  let package: PackageInspection
  let report: VerifyReport

  /// The versions of transformers that packages are made for.
  private static let versions = [5, 4]

  /// The table.
  var coverage: Coverage {
    Coverage(
      columns: [Coverage.Column(name: "pruning-pack", detail: "without Python")]
        + Self.versions.map { Coverage.Column(name: "transformers \($0)", detail: detail(of: $0)) },
      groups: [
        Coverage.Group(name: "Uses", rows: uses), Coverage.Group(name: "Types of weights", rows: types),
        Coverage.Group(name: "Model families", rows: families),
      ])
  }

  /// How near the outputs come to PyTorch's: to the recorded ones, and to those of the interpreter that was named.
  var outputChecks: [OutputCheck] { [recordedCheck, liveOutputs].compactMap { $0 } }

  private var recordedCheck: OutputCheck? {
    guard case .success(let reference)? = package.documents.reference,
      let replays = package.running.replaysIfMade
    else { return nil }
    return OutputCheck(
      origin: "recorded with transformers \(reference.versions.transformers)", reference.cases, replays,
      ranking: reference.rankingTolerance, pruning: reference.pruningTolerance)
  }

  private var liveOutputs: OutputCheck? {
    guard let result, let cases = result.run.float32?.cases, !cases.isEmpty, !result.replays.isEmpty else {
      return nil
    }
    return OutputCheck(
      origin: "computed with transformers \(result.run.versions.transformers)", cases, result.replays,
      ranking: .standard, pruning: .standard)
  }

  private var result: LiveResult? {
    if case .ran(let result) = package.running.liveCheck { return result }
    return nil
  }

  private func result(of version: Int) -> LiveResult? {
    result.flatMap { $0.run.versions.transformers.hasPrefix("\(version).") ? $0 : nil }
  }

  private func detail(of version: Int) -> String {
    switch package.running.liveCheck {
    case .notAsked: "not run: no --python was given"
    case .barred(let skip): "not run: \(skip.reason)"
    case .crashed(let error): "did not end: \(error.problem)"
    case .ran(let result):
      result.run.versions.transformers.hasPrefix("\(version).")
        ? result.run.versions.transformers : "not run: --python has \(result.run.versions.transformers)"
    }
  }

  // MARK: Uses

  private var uses: [Coverage.Row] {
    let autoClass = package.documents.mode?.autoClass ?? "AutoModel"
    let isScored = package.documents.mode != .pruningOnly
    let noScores = Coverage.State.notApplicable("pruning_only has no scores")
    return [
      row(autoClass, "loaded as a user loads it", here: here) { load($0.run.user, $0.pairs.count) },
      row("Same numbers", "pruning-pack and PyTorch in float32", here: recorded) { sameNumbers($0) },
      row(
        "CrossEncoder", "of sentence-transformers",
        here: isScored ? .notChecked("needs --python") : noScores, otherwise: isScored ? nil : noScores
      ) { crossEncoder($0) },
      row("process", "prunes whole passages in Python", here: .notApplicable("a method of the Python file")) {
        _ in
        .notChecked(
          package.code.isTemplate ? "its code is a released one, and was not called" : "was not called")
      },
    ]
  }

  private func row(
    _ name: String, _ detail: String, here: Coverage.State, otherwise: Coverage.State? = nil,
    _ state: (LiveResult) -> Coverage.State
  ) -> Coverage.Row {
    let states = Self.versions.map { version in
      otherwise ?? result(of: version).map(state) ?? Coverage.State.notChecked("")
    }
    return Coverage.Row(name: name, detail: detail, states: [here] + states)
  }

  /// What the smoke inference came to.
  private var here: Coverage.State {
    if let failure = package.running.smokeFailure { return .failed(failure.problem) }
    guard package.running.smokeIfRun != nil else {
      let reason = report.outcomes.first { $0.rule == Rule.run003.id }?.reason
      return .notChecked(reason ?? "")
    }
    let rules = [Rule.run003.id, Rule.run004.id]
    if let finding = report.findings.first(where: { rules.contains($0.rule) && $0.severity == .error }) {
      return .failed("\(finding.rule): \(finding.problem)")
    }
    return .checked("\(SmokeInference.pairs.count) pairs")
  }

  private var recorded: Coverage.State {
    switch package.documents.reference {
    case nil: return .notChecked("no outputs are recorded")
    case .failure?: return .notChecked("the recording cannot be read")
    case .success?: return recordedCheck.map(state) ?? .notChecked("the model did not run")
    }
  }

  private func state(of check: OutputCheck) -> Coverage.State {
    check.failureCount == 0
      ? .checked("\(check.cases.count) pairs, \(check.origin)")
      : .failed("\(check.failureCount) of \(check.cases.count) pairs differ")
  }

  private func load(_ step: TransformersRun.Step?, _ count: Int) -> Coverage.State {
    guard let step else { return .notChecked("") }
    if let failure = step.failure { return .failed(failure.message) }
    return .checked("\(count) pairs")
  }

  private func sameNumbers(_ result: LiveResult) -> Coverage.State {
    if let failure = result.run.float32?.failure { return .failed(failure.message) }
    return liveOutputs.map(state) ?? .notChecked("the model does not run in pruning-pack")
  }

  private func crossEncoder(_ result: LiveResult) -> Coverage.State {
    guard let step = result.run.crossEncoder else {
      return .notChecked("sentence-transformers is not installed there")
    }
    return load(step, result.pairs.count)
  }

  // MARK: Types and families

  private var types: [Coverage.Row] {
    let present = Set(report.contents?.weights.flatMap { $0.dtypes.map(\.dtype) } ?? [])
    return [("float32", "F32"), ("float16", "F16"), ("bfloat16", "BF16")].map { name, type in
      guard present.contains(type) else {
        let absent = Coverage.State.notApplicable("no tensor has it")
        guard name == "float32" else {
          return row(name, type, here: absent, otherwise: absent) { _ in absent }
        }
        return row(name, type, here: absent) { load($0.run.float32, $0.pairs.count) }
      }
      return row(name, type, here: here) { load($0.run.user, $0.pairs.count) }
    }
  }

  private var families: [Coverage.Row] {
    guard case .success(let config) = package.documents.encoderConfig else { return [] }
    let others = EncoderFamily.allCases.filter { $0 != config.family }.map(\.rawValue)
    let absent = Coverage.State.notApplicable("the package is \(config.family.rawValue)")
    return [
      row(config.family.rawValue, "", here: here) { load($0.run.user, $0.pairs.count) },
      row("\(others.count) others", others.joined(separator: ", "), here: absent, otherwise: absent) { _ in
        absent
      },
    ]
  }
}
