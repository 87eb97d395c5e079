import CPackFiles

/// The environment of this process.
package enum ProcessEnvironment {
  /// All variables by name; of one that is there twice the first counts.
  package static var variables: [String: String] {
    var variables: [String: String] = [:]
    guard var next = cfiles_environment() else { return [:] }
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        let name = String(text[..<sign])
        if variables[name] == nil { variables[name] = String(text[text.utf8.index(after: sign)...]) }
      }
      next += 1
    }
    return variables
  }
}
