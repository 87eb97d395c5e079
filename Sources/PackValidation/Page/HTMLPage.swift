import PackDigests
import PackSigning

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
    return "'sha256-\(Base64.text(digest.bytes))'"
  }()
}
