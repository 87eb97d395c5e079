import ModelDir
import PackHub
import Testing

/// Names of repositories, and of packages on the Hub.
@Suite struct HubReferenceTests {
  @Test(arguments: ["acme/my-pruner", "a/b", "Acme_1/x.y-z", "0/_"])
  func aNameIsTaken(_ text: String) { #expect(RepositoryName(text)?.description == text) }

  /// What huggingface_hub's validate_repo_id refuses.
  @Test(arguments: [
    "", "my-pruner", "/x", "x/", "a/b/c", "a/-b", "a/b-", "a/b.", "a/.b", "a/b--c", "a/b..c", "a/b.git",
    "a/b c",
    "a/b\u{E9}", "a/\(String(repeating: "x", count: 97))", "../x", "a/b@c", "a\n/b",
  ])
  func anotherIsNot(_ text: String) { #expect(RepositoryName(text) == nil) }

  @Test func aReferenceHasARevision() throws {
    let plain = try #require(HubReference("hf://acme/my-pruner"))
    #expect(plain.revision == nil && plain.description == "hf://acme/my-pruner")
    let pinned = try #require(HubReference("hf://acme/my-pruner@refs/pr/1"))
    #expect(pinned.repository == plain.repository && pinned.revision == "refs/pr/1")
    #expect(pinned.description == "hf://acme/my-pruner@refs/pr/1")
  }

  @Test(arguments: [
    "acme/my-pruner", "hf:/a/b", "hf://a", "hf://a/b@", "hf://a/b@x y", "hf://a/b/c", "HF://a/b",
  ])
  func aMalformedReferenceIsNone(_ text: String) { #expect(HubReference(text) == nil) }
}
