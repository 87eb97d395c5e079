import PackDigests
import PackTemplates
import Testing

@Suite struct TemplateReleaseTests {
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
}
