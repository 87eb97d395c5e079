import CPackTexts
import PackFiles
import PackJSON

/// A short passage of the built-in battery, with a query that one of its sentences answers.
struct BatteryTopic: Sendable, Hashable {
  let query: String
  /// The sentences of the passage, with the white space between them.
  let sentences: [String]
  /// The number of the sentence that answers, from 0.
  let answer: Int

  /// The passage.
  var document: String { sentences.joined() }

  /// The topics by language, `code` last, as battery.json has them; what it says of itself is there, too.
  static let byLanguage: [(code: String, topics: [BatteryTopic])] = {
    (try? read(JSONDocument(bytes: ctexts_battery().bytes, name: "battery.json").root)) ?? []
  }()

  private static func read(
    _ root: JSONNode
  ) throws(JSONError) -> [(code: String, topics: [BatteryTopic])] {
    var result: [(code: String, topics: [BatteryTopic])] = []
    for member in try root.required("topics").members() {
      let language = member.key
      let space = ["zh", "ja"].contains(language) ? "" : language == "code" ? "\n" : " "
      var topics: [BatteryTopic] = []
      for entry in try member.value.elements() {
        let parts = Array(try entry.elements())
        guard parts.count == 3 else { throw entry.notAllowed("a query, sentences and a number") }
        var sentences: [String] = []
        for sentence in try parts[1].elements() {
          sentences.append((sentences.isEmpty ? "" : space) + (try sentence.string()))
        }
        topics.append(
          BatteryTopic(query: try parts[0].string(), sentences: sentences, answer: try parts[2].int()))
      }
      result.append((language, topics))
    }
    return result
  }
}
