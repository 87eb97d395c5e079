/// Which known layout a directory has, and what tells so.
public struct LayoutDetection: Sendable, Hashable {
  /// The layout.
  public let layout: KnownLayout
  /// What was seen, as a sentence.
  public let reason: String
  /// Whether the directory says itself that it is of this package format.
  public let isOwnFormat: Bool

  /// What makes a package of such a directory.
  public var advice: String {
    let option = layout == .rankingModel ? " with --pruning-head" : ""
    return "`pruning-pack save --from`\(option) makes a package of it"
  }

  /// The layout's title and what tells so: `OpenProvence (V6): config.json has model_type open_provence, ...`.
  public var sentence: String { "\(layout.title) (\(layout.rawValue)): \(reason)" }
}
