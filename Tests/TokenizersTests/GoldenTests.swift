import Files
import Testing
import Tokenizers

/// Ids, offsets, segment ids, sequence ids, masks and tokens against the recorded answers of the reference.
struct GoldenTests {
  static let root = parentPath(parentPath(parentPath(#filePath)))

  /// Small tokenizers with components in random combinations.
  @Test(arguments: ["WordPiece"])
  func components(family: String) throws {
    let file = try GoldenFile(
      comparing: joinPath(Self.root, "Tests/TokenizersTests/Goldens/\(family).jsonl"))
    #expect(file.compared >= 50)
    #expect(file.differences == [])
  }

  /// The files of real models. `make tokenizer-goldens` downloads them and records the answers.
  @Test(arguments: ["minilm"])
  func realFiles(name: String) throws {
    let path = joinPath(Self.root, ".cache/tokenizers/\(name)/goldens.jsonl")
    let file = try GoldenFile(comparing: path)
    #expect(file.compared >= 2000, "run `make tokenizer-goldens`")
    #expect(file.differences == [])
  }
}
