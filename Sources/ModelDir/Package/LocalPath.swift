/// Whether a `*name_or_path` is a place on somebody's disk, and not the id of a model on the Hub.
///
/// A package must not carry one: it is useless to others, and may reveal something about the author.
public func isLocalPath(_ value: String) -> Bool {
  let bytes = Array(value.utf8)
  guard let first = bytes.first else { return true }
  if first == UInt8(ascii: "/") || first == UInt8(ascii: ".") || first == UInt8(ascii: "~") { return true }
  if bytes.contains(UInt8(ascii: "\\")) { return true }
  // A drive, `C:`, or a URL with its scheme.
  if bytes.contains(UInt8(ascii: ":")) { return true }
  let components = value.split(separator: "/", omittingEmptySubsequences: false)
  if components.count > 2 || components.contains(where: { $0.isEmpty || $0 == ".." || $0 == "." }) {
    return true
  }
  return components.last == "ranking_model" || components.last == "encoder_model"
}
