import PackJSON

/// How far the client is.
package struct HubStage: Sendable, Hashable {
  /// `look`, `prepare`, `create`, `upload`, `commit`, `compare` or `fetch`.
  package var name: String
  /// Files whose content has arrived.
  package var files: Int
  /// Files that are sent.
  package var total: Int

  init(_ node: JSONNode, name key: String) throws(JSONError) {
    name = try node.string(key)
    files = try node.int("files")
    total = try node.int("of")
  }

  /// What is done, in a few words for a terminal.
  package var activity: String {
    switch name {
    case "look": "reading what lies on the Hub"
    case "upload": "sending: \(files) of \(total) files have arrived"
    case "commit": "making the commit"
    case "compare": "comparing what lies on the Hub"
    case "fetch": "fetching from the Hub"
    default: "preparing"
    }
  }

  /// What an end at this point leaves.
  package var ending: String {
    switch name {
    case "upload":
      "\(files) of \(total) files have arrived, and nothing is on the branch; a second run goes on from there"
    case "commit": "all \(total) files have arrived; whether the commit was made is not known"
    case "compare": "the commit was made, and was not compared"
    case "fetch": "what was fetched stays in the cache; a second run goes on from there"
    default: "nothing was sent"
    }
  }

  /// The same where the Hub has answered, and refused.
  var endingAfterAnswer: String {
    name == "commit" ? "all \(total) files have arrived, and nothing of them is on the branch" : ending
  }
}
