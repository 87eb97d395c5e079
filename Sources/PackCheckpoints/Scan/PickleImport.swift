/// A name that a pickle imports when Python loads it.
public struct PickleImport: Sendable, Hashable {
  /// The module, as the pickle spells it; `?` where the pickle computes it.
  public let module: String
  /// The name in the module, maybe dotted; `?` where the pickle computes it.
  public let name: String
  /// Where the pickle stands: the member of an archive, or nil for the file itself.
  public let member: String?
  /// Offset of the instruction, in the file or in the archive's member.
  public let byteOffset: Int
  /// Whether the name is on the list of those that a state dict needs, and that do nothing but rebuild it.
  public let isAllowed: Bool

  /// `torch._utils._rebuild_tensor_v2`
  public var qualifiedName: String { "\(module).\(name)" }
}
