import ArgumentParser
import PackFiles
import PackHub

/// A package that the user names: a directory, or one on the Hub, `hf://OWNER/NAME@REVISION`.
struct PackageArgument {
  /// Where it is.
  let directory: String
  /// What messages and reports call it; one on the Hub has its commit there.
  let shown: String

  /// Looks where the package is, and fetches it from the Hub where it is named so.
  ///
  /// - Parameter client: the Hub's client; nil to look for one where it is needed.
  /// - Throws: `ValidationError` for a malformed reference, or ``PackHub/HubError``.
  init(_ text: String, _ common: CommonOptions, client: HubClient? = nil) throws {
    guard HubReference.isMeant(by: text) else {
      (directory, shown) = (text, text)
      return
    }
    guard let reference = HubReference(text) else {
      throw ValidationError(Self.malformed(text))
    }
    let progress = BusyLine("fetching from the Hub", common)
    defer { progress.finish() }
    let used =
      try client ?? HubClient(interpreter: try HubInterpreter.find(named: nil, besides: commandPath()))
    let fetched = try HubCache.fetch(reference, used)
    (directory, shown) = (fetched.directory, fetched.pinned.description)
  }

  /// What to say of a reference to the Hub that is none.
  static func malformed(_ text: String) -> String {
    "A package on the Hub is named hf://OWNER/NAME or hf://OWNER/NAME@REVISION; found \(text)."
  }
}
