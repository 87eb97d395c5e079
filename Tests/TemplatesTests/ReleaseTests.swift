import PackDigests
import PackFiles
import PackTemplates
import TestSupport
import Testing

@Suite struct ReleaseTests {
  private static let released = joinPath(CommandRun.repository, "Tests/Released")

  /// The entries that no version may lose: a line a release, its version and the digest of its modelling file.
  private func record() throws -> [(version: String, digest: String)] {
    let text = String(decoding: try readFile(joinPath(Self.released, "digests.txt")), as: UTF8.self)
    return try text.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      try #require(words.count == 2, "\(line)")
      return (String(words[0]), String(words[1]))
    }
  }

  /// Whoever changes the modelling file changes its entry, or adds one once the version with the old one is released.
  @Test func theCurrentModellingFileIsListedLast() throws {
    let digest = try SHA256Digest(of: ModellingFile.bytes, name: "modeling_pruning_encoder.py")
    #expect(ModellingFile.releases.last?.digest == digest.description)
  }

  @Test func everyReleaseIsListedOnce() {
    let releases = ModellingFile.releases
    #expect(Set(releases.map(\.version)).count == releases.count)
    #expect(Set(releases.map(\.digest)).count == releases.count)
    #expect(releases.allSatisfy { SHA256Digest(hexadecimal: $0.digest) != nil })
  }

  @Test func whatIsReleasedStays() throws {
    let record = try record()
    #expect(record.first?.version == "0.1.0")
    #expect(ModellingFile.releases.prefix(record.count).map(\.version) == record.map(\.version))
    #expect(ModellingFile.releases.prefix(record.count).map(\.digest) == record.map(\.digest))
  }

  /// The record itself is held to files of the time.
  @Test(arguments: ["reranking_pruning", "pruning_only"])
  func theRecordIsThatOfKeptPackages(mode: String) throws {
    for (version, digest) in try record() {
      let file = joinPath(Self.released, "\(version)/\(mode)/modeling_pruning_encoder.py")
      #expect(try SHA256Digest(of: readFile(file), name: file).description == digest)
    }
  }
}
