import PackFiles

/// What the scans of one file, with all that is packed into it, may take together. Where it is used up the scan says so:
/// what was not looked at is unknown, and never found harmless.
final class ScanBudget {
  /// Instructions of pickles.
  static let instructions = 1 << 24
  /// Bytes that are inflated.
  static let inflated = 1 << 27
  /// Bytes of one layer that is inflated into memory.
  static let layer = 1 << 25
  /// Members of archives.
  static let members = 1 << 17
  /// Archives and compressed files within each other.
  static let depth = 8

  private var instructionsLeft = instructions
  private var inflatedLeft = inflated
  private var membersLeft = members

  /// Takes one instruction; false when all have been taken.
  func takeInstruction() -> Bool {
    instructionsLeft -= 1
    return instructionsLeft >= 0
  }

  /// Takes a member of an archive.
  ///
  /// - Throws: ``CheckpointError`` when all have been taken.
  func takeMember(at place: Place) throws(CheckpointError) {
    membersLeft -= 1
    guard membersLeft >= 0 else { throw Self.error("archive has too many members to scan", at: place) }
  }

  /// How many bytes of a layer may be inflated.
  ///
  /// - Throws: ``CheckpointError`` when so few are left that they would not show what the layer is.
  func layerLimit(at place: Place) throws(CheckpointError) -> Int {
    guard inflatedLeft >= 1 << 16 else {
      throw Self.error("too many compressed bytes to scan", at: place)
    }
    return min(Self.layer, inflatedLeft)
  }

  /// Notes that bytes were inflated.
  func note(inflated count: Int) { inflatedLeft -= count }

  /// What is said where a bound is reached.
  static func error(_ problem: String, at place: Place, expected: String? = nil) -> CheckpointError {
    CheckpointError(.scanLimit, at: place, problem: problem, expected: expected)
  }
}
