import PackEncoders
import PackFiles
import PackJSON

/// What the configuration of an encoder says by leaving a key out: every version of transformers leaves out what is its default,
/// and what only another version reads.
struct ImpliedValues {
  private let family: EncoderFamily?
  private let defaults: ConfigValues?
  /// What both versions' keys say, where both build the same model.
  private let dialects: ConfigValues?
  private let dropped: [String]

  /// - Parameter config: the root of a sub-model's config.json.
  init(_ config: JSONNode) throws {
    family = try? EncoderFamily(config: config)
    let read = Self.dialects(of: config)
    dropped = read?.dropped ?? []
    dialects = try read.map { read in
      let text = Array(JSONValue.object(read.keys).text(.line).utf8)
      return ConfigValues(try JSONDocument(bytes: text, name: config.document.name).root)
    }
    let table = try JSONDocument(bytes: Array(DefaultKeys.table.utf8), name: "the defaults").root
    defaults = family.flatMap { table[$0.rawValue] }.map { ConfigValues($0) }
  }

  /// Nil where the versions build two models, or where it is no encoder's.
  private static func dialects(of config: JSONNode) -> EncoderDialects? {
    do throws(JSONError) {
      guard try Encoder.keyOfVersion5(config: config) == nil else { return nil }
      return try EncoderDialects(config: config)
    } catch { return nil }
  }

  /// Whether a value that only one of two configurations has says the same there as its absence in the other one.
  static func isImplied(_ path: ExactText, _ text: String, in one: ImpliedValues, other: ImpliedValues)
    -> Bool
  {
    if let meaning = one.dialects?[path], meaning == other.dialects?[path] { return true }
    let isDropped = { (side: ImpliedValues) in side.dropped.contains { path == ExactText("$.\($0)") } }
    if isDropped(one), isDropped(other) { return true }
    return one.family != nil && one.family == other.family && one.defaults?[path] == text
  }
}
