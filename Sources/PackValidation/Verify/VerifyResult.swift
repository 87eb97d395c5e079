public import PackFiles

/// What became of one directory of a run.
public enum VerifyResult: Sendable {
  /// It was verified.
  case verified(VerifyReport)
  /// It could not be read: no verdict.
  case failed(package: String, error: any LocatedError)

  /// The directory, as it was given.
  public var package: String {
    switch self {
    case .verified(let report): report.package
    case .failed(let package, _): package
    }
  }

  /// The report, where there is a verdict.
  public var report: VerifyReport? {
    guard case .verified(let report) = self else { return nil }
    return report
  }
}
