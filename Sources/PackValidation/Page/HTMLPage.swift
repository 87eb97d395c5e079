import PackDigests

/// The frame of a page that needs nothing else: no script, font or picture from elsewhere, and readable without its style.
///
/// Its policy lets a browser load and run nothing; the one style that it applies is ``PageStyle``, known by its digest.
package struct HTMLPage {
  /// The page's title.
  private let title: String

  /// - Parameter title: the page's title as a text; it is escaped here.
  package init(title: String) { self.title = title }

  /// Everything before the content of `main`.
  package var opening: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src \(Self.styleSource)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(markup(title))</title>
    <style>\(PageStyle.sheet)</style>
    </head>
    <body>
    <main>

    """
  }

  /// Everything after it.
  ///
  /// - Parameter footer: what stands at the page's foot, as a text.
  package static func closing(footer: String) -> String {
    "</main>\n<footer>\(markup(footer))</footer>\n</body>\n</html>\n"
  }

  /// The digest of the style, as the policy names it. A library that computes no SHA-256 leaves any style of the page's own.
  private static let styleSource: String = {
    guard let digest = try? SHA256Digest(of: Array(PageStyle.sheet.utf8), name: "style") else {
      return "'unsafe-inline'"
    }
    return "'sha256-\(base64(digest.bytes))'"
  }()

  /// RFC 4648.
  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".unicodeScalars)
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = (0..<3).map { start + $0 < bytes.count ? UInt32(bytes[start + $0]) : 0 }
      let word = group[0] << 16 | group[1] << 8 | group[2]
      for place in 0..<4 {
        if start + place > bytes.count {
          text += "="
        } else {
          text.unicodeScalars.append(digits[Int(word >> (18 - 6 * UInt32(place)) & 63)])
        }
      }
    }
    return text
  }
}
