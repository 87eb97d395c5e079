package import PackFiles

extension YAMLDocument {
  /// Where the value of a path stands, or the last one on the way to it that is there.
  ///
  /// - Parameter path: `$.model-index[0].results`.
  package func nearestPlace(of path: String) -> Place {
    var rest = path[...]
    while rest.contains(where: { $0 == "." || $0 == "[" }) {
      let place = place(of: String(rest))
      if place.byteOffset != nil { return place }
      guard let last = rest.lastIndex(where: { $0 == "." || $0 == "[" }) else { break }
      rest = rest[..<last]
    }
    return place(of: "$")
  }
}
