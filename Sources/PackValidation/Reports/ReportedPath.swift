import PackFiles

/// Paths of a package's files as programs need them that do not run inside the package.
struct ReportedPath {
  /// Where the tool was started.
  let workingDirectory: String
  /// The package's directory, as it was given.
  let package: String

  /// Path of a file relative to the working directory, or an absolute one where the package lies elsewhere.
  ///
  /// - Parameter file: path relative to the package's root, or absolute; empty for the package itself.
  func path(_ file: String) -> String {
    if file.utf8.first == UInt8(ascii: "/") { return relative(file) }
    let root = relative(package)
    if root == "." && !file.isEmpty { return file }
    return joinPath(root, file)
  }

  /// The same as the reference of a URI, and whether it is a relative one.
  func uri(_ file: String) -> (text: String, isRelative: Bool) {
    let path = path(file)
    return path.utf8.first == UInt8(ascii: "/")
      ? ("file://" + Self.percentEncoded(path), false) : (Self.percentEncoded(path), true)
  }

  /// The URI of a directory, with the slash that base URIs end with.
  static func directoryURI(_ path: String) -> String {
    let encoded = percentEncoded(path)
    return "file://" + (encoded.utf8.last == UInt8(ascii: "/") ? encoded : encoded + "/")
  }

  private func relative(_ path: String) -> String {
    guard let root = resolvedPath(path), let base = resolvedPath(workingDirectory) else { return path }
    if root == base { return "." }
    let prefix = base.utf8.last == UInt8(ascii: "/") ? base : base + "/"
    guard root.utf8.starts(with: prefix.utf8) else { return root }
    return String(decoding: root.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }

  /// A path with all but unreserved characters and slashes percent-encoded (RFC 3986).
  private static func percentEncoded(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var text = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        text += "%"
        text.unicodeScalars.append(digits[Int(byte >> 4)])
        text.unicodeScalars.append(digits[Int(byte & 15)])
      }
    }
    return text
  }
}
