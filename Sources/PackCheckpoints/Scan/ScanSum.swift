/// What the scans of several parts of a file come to.
struct ScanSum {
  private(set) var isEmpty = true
  private(set) var foundPickle = false
  private(set) var imports: [PickleImport] = []
  private(set) var problem: CheckpointError?
  private var firstKind: PickleScan.Kind?

  mutating func add(_ scan: PickleScan?) {
    guard let scan else { return }
    isEmpty = false
    firstKind = firstKind ?? scan.kind
    foundPickle = foundPickle || scan.foundPickle
    imports += scan.imports
    problem = problem ?? scan.problem
  }

  mutating func add(_ error: CheckpointError) {
    isEmpty = false
    problem = problem ?? error
  }

  /// The sum; nil where nothing was found.
  ///
  /// - Parameter kind: what the whole is; without it, what the first part is.
  func scan(as kind: PickleScan.Kind? = nil) -> PickleScan? {
    guard !isEmpty, let kind = kind ?? firstKind else { return nil }
    return PickleScan(kind: kind, foundPickle: foundPickle, imports: imports, problem: problem)
  }
}
