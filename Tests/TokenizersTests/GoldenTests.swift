import PackFiles
import PackTokenizers
import TestSupport
import Testing

/// Ids, offsets, segment ids, sequence ids, masks and tokens against the recorded answers of the reference.
struct GoldenTests {
  static let root = parentPath(parentPath(parentPath(#filePath)))

  /// Small tokenizers with components in random combinations.
  @Test(arguments: ["WordPiece", "WordLevel", "BPE", "ByteBPE", "Unigram"])
  func components(family: String) throws {
    let file = try GoldenFile(
      comparing: joinPath(Self.root, "Tests/TokenizersTests/Goldens/\(family).jsonl"))
    #expect(file.compared >= 20)
    #expect(file.differences == [])
  }

  /// The files of real models, with a tenth of what the long proof has.
  ///
  /// `make test-data`, which `make test` depends on, fetches them and records the answers.
  @Test(
    .enabled(
      if: CommandRun.isWholeRun || fileKind(joinPath(root, ".cache/tokenizers")) != nil,
      "there are no real tokenizers: run `make test-data`"),
    arguments: [
      "minilm", "bert-cased", "bert-multilingual", "bert-chinese", "e5", "mon", "dolma", "dolma2", "neox",
      "roberta", "mpnet", "o200k",
    ])
  func realFiles(name: String) throws {
    let path = joinPath(Self.root, ".cache/tokenizers/\(name)/goldens.jsonl")
    let file = try GoldenFile(comparing: path)
    #expect(file.compared >= (name == "minilm" ? 2000 : 500), "run `make test-data`")
    #expect(file.differences == [])
  }
}
