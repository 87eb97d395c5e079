import CPackTexts
package import ModelDir
import PackFiles
package import PackJSON
import PackProcesses

/// Runs the Hub's official client in a subprocess, with a short script of ours that answers in lines of JSON.
///
/// The client finds tokens, endpoint, cache and proxies in the environment, as it does for its other users. No token is ever
/// an argument, and none is read here.
package struct HubClient: Sendable {
  /// The interpreter that has the client.
  package let interpreter: String

  package init(interpreter: String) { self.interpreter = interpreter }

  /// What the interpreter runs, put together from its parts.
  private static let script = [
    ctexts_hub_beginning(), ctexts_hub_failures(), ctexts_hub_looking(), ctexts_hub_sending(),
    ctexts_hub_committing(),
    ctexts_hub_main(),
  ].map(\.string).joined(separator: "\n\n")

  /// As long as a transfer may take: the requests have limits of their own.
  private static let timeLimit: Duration = .seconds(7 * 24 * 3600)
  private static let settings = [
    "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_EXPERIMENTAL_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1",
  ]

  /// Asks for one thing, and waits for the answer.
  ///
  /// - Parameters:
  ///   - request: `do` says what; the script knows the rest.
  ///   - repository: what errors are about.
  ///   - whenTold: is told how far the client is.
  /// - Throws: ``HubError``.
  package func ask(
    _ request: JSONObject, about repository: RepositoryName, whenTold: (HubStage) -> Void = { _ in }
  ) throws(HubError) -> HubAnswer {
    var process = ChildProcess(interpreter)
    process.arguments = ["-c", Self.script]
    process.environment = ProcessEnvironment.variables.merging(Self.settings) { _, own in own }
    process.directory = resolvedPath(".") ?? "/"
    process.input = Array(JSONValue.object(request).text(.line).utf8) + [0x0A]
    process.keepsInputOpen = true
    process.timeLimit = Self.timeLimit
    process.outputLimit = 1 << 28
    var answer = HubAnswer()
    var pending: [UInt8] = []
    var malformed: JSONError?
    let result: ChildProcess.Result
    do throws(ProcessError) {
      result = try withoutActuallyEscaping(whenTold) { whenTold throws(ProcessError) in
        try process.run { bytes in
          pending += bytes
          while let end = pending.firstIndex(of: 0x0A) {
            let line = Array(pending[..<end])
            pending.removeFirst(end + 1)
            do throws(JSONError) {
              let document = try JSONDocument(bytes: line, name: "huggingface_hub")
              if let stage = try answer.add(document.root) { whenTold(stage) }
            } catch { malformed = malformed ?? error }
          }
        }
      }
    } catch {
      throw HubError(.clientFailed, interpreter, error.problem, expected: error.expected, found: error.found)
    }
    if let failure = answer.failure { throw error(failure, answer, repository) }
    guard result.exitCode == 0, malformed == nil else {
      let lines = String(decoding: result.errors, as: UTF8.self).split(whereSeparator: \.isNewline)
      let end = result.exitCode.map { "exit code \($0)" } ?? "ended by a signal"
      let found =
        malformed.map { "\($0)" }
        ?? ([end] + lines.suffix(1).map { masked(String($0.prefix(300))) })
        .joined(separator: ": ")
      throw HubError(.clientFailed, interpreter, "the Hub's client failed", found: found)
    }
    return answer
  }

  private func masked(_ text: String) -> String {
    let names = ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"]
    return ProcessEnvironment.variables.filter { names.contains($0.key) && !$0.value.isEmpty }.values
      .reduce(text) { $0.replacing($1, with: "…") }
  }

  private func error(
    _ failure: HubAnswer.Failure, _ answer: HubAnswer, _ repository: RepositoryName
  ) -> HubError {
    let place = "\(repository)"
    let found = failure.message.isEmpty ? nil : failure.message
    let left = answer.commit.map { "commit \($0.id) was made, and was not compared" }
    let created = answer.hasCreated ? "; the repository was created and is empty" : ""
    // A refused commit was not made; of a broken connection that is not known.
    let isAnswered = !["network", "not_the_hub", "failed"].contains(failure.kind)
    let ending = left ?? (isAnswered ? failure.stage.endingAfterAnswer : failure.stage.ending) + created
    func made(_ code: HubErrorCode, _ problem: String, expected: String? = nil) -> HubError {
      HubError(code, place, "\(problem); \(ending)", expected: expected, found: found)
    }
    switch failure.kind {
    case "no_client":
      return HubError(.noClient, interpreter, "it has no huggingface_hub, the Hub's client", found: found)
    case "old_client":
      return HubError(
        .noClient, interpreter, "huggingface_hub is too old", expected: "0.34 or newer", found: found)
    case "unauthorized":
      return made(
        .unauthorized, "the Hub does not accept the token, or none is set",
        expected: "a token from `hf auth login` or in HF_TOKEN")
    case "forbidden":
      return made(.forbidden, "the token does not allow it", expected: "a token that may write to \(place)")
    case "moved":
      return made(.moved, "somebody else changed the repository meanwhile")
    case "bad_card": return made(.cardRefused, "the Hub does not take the front matter of README.md")
    case "ignored":
      return HubError(
        .ignored, place, "the Hub would leave files out because of a .gitignore; nothing is on the branch",
        found: failure.names.joined(separator: ", "))
    case "swapped":
      return HubError(
        .changed, failure.names.joined(separator: ", "),
        "the file changed after it was verified; nothing is on the branch")
    case "rate_limited": return made(.rateLimited, "the Hub has had too many requests")
    case "network": return made(.unreachable, "the Hub cannot be reached, or does not work")
    case "offline":
      let isFetched = failure.stage.name == "fetch"
      return made(.offline, "HF_HUB_OFFLINE is set" + (isFetched ? ", and the cache does not have it" : ""))
    case "not_the_hub": return made(.notTheHub, "what answers is not the Hub; see HF_ENDPOINT")
    case "not_found", "revision_not_found":
      let what = failure.kind == "not_found" ? "repository" : "revision"
      return made(.notFound, "no such \(what), or the token may not read it")
    case "gated": return made(.forbidden, "the repository is gated; ask for access on its page")
    case "hub_refused": return made(.requestRefused, "the Hub refused the request")
    default: return made(.clientFailed, "the Hub's client failed")
    }
  }
}
