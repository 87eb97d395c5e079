import PackFiles

extension Finding {
  /// `expected 64, found 65`
  var detail: String? {
    switch (expected, found) {
    case (let expected?, let found?): "expected \(expected), found \(found)"
    case (let expected?, nil): "expected \(expected)"
    case (nil, let found?): "found \(found)"
    case (nil, nil): nil
    }
  }

  /// `config.json:7:12`, as far as it is known, relative to the package.
  var location: String {
    let file = place.file.isEmpty || place.file == "." ? "package" : place.file
    guard let position else { return file }
    return "\(file):\(position.line):\(position.column)"
  }

  /// `config.json:7:12, $.auto_map`
  var whereabouts: String { [location, inside].compactMap { $0 }.joined(separator: ", ") }

  /// What else is known of the place.
  var inside: String? {
    var parts: [String] = []
    if let path = place.jsonPath {
      // The inference has no file: what its places count are pairs.
      let pair = path.hasPrefix("$[") ? Int(path.dropFirst(2).prefix { $0.isNumber }) : nil
      parts.append(place.file == SmokeInference.placeName ? pair.map { "pair \($0 + 1)" } ?? path : path)
    }
    if let tensor = place.tensor { parts.append("tensor \(tensor)") }
    if position == nil, let offset = place.byteOffset { parts.append("byte \(offset)") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
