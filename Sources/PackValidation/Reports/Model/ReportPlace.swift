/// One of the places that a message is about.
public struct ReportPlace: Sendable {
  /// The finding at this place.
  public let finding: Finding
  /// What was expected and found here, where other places of the message differ.
  public let detail: String?
  /// The fix, where other places of the message have another one.
  public let fix: String?

  /// `config.json:7:12`, or as much of it as is known; editors and terminals take it for a link.
  public var file: String { finding.location }

  /// What else is known of the place: `$.auto_map`, `tensor classifier.weight`, `byte 128`, `pair 2`.
  public var inside: String? { finding.inside }
}
