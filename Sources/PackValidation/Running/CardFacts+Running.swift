public import ModelDir
import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON
import PackTokenizers
import Pruning

extension CardFacts {
  /// Runs a package: what it makes of its card's example, and how far it is from the recorded outputs of PyTorch.
  ///
  /// What cannot be found out is left out: a package that does not run has a card without an example.
  ///
  /// - Parameters:
  ///   - directory: the package; its card need not be there.
  ///   - threads: how many threads compute.
  public init(running directory: String, threads: Int) {
    self.init()
    guard let encoder = try? Self.encoder(directory, threads: threads) else { return }
    example = try? CardExample(encoder)
    let path = joinPath(directory, PackageLayout.referenceOutputs)
    guard fileKind(path) == .file, let text = try? readFile(path, limit: PackageLimits.jsonBytes),
      let document = try? JSONDocument(bytes: text, name: PackageLayout.referenceOutputs),
      let reference = try? ReferenceOutputs(document.root)
    else { return }
    largestDifference = try? reference.largestDifference(encoder)
  }

  /// The package's encoder, which reads its weights in place: a few pairs are not worth memory of its own.
  private static func encoder(_ directory: String, threads: Int) throws -> PruningEncoder {
    let document = { (path: String) in try JSONDocument(readingFile: joinPath(directory, path)).root }
    let config = try PackageConfig(document(PackageLayout.config))
    let subModel = config.mode.subModelDirectory
    return try PruningEncoder(
      config: config, tokenizer: Tokenizer(readingFile: joinPath(directory, PackageLayout.tokenizer)),
      tokenizerConfig: document(PackageLayout.tokenizerConfig),
      subModelConfig: document(joinPath(subModel, PackageLayout.config)),
      subModel: Checkpoint(directory: joinPath(directory, subModel)),
      head: Checkpoint(directory: joinPath(directory, PackageLayout.head)), threads: threads)
  }
}

extension ReferenceOutputs {
  /// The largest difference of the model's numbers from the recorded ones.
  ///
  /// - Returns: nil where the model's tokens are others, or a number is not within the tolerance.
  func largestDifference(_ model: any SmokeModel) throws -> Float? {
    var largest: Float = 0
    for recorded in cases {
      let replay = try Replay(recorded, model)
      guard replay.ids == recorded.inputIDs else { return nil }
      for (_, worst) in recorded.compare(replay, ranking: rankingTolerance, pruning: pruningTolerance) {
        guard worst.excess <= 0 else { return nil }
      }
      let pairs = zip(replay.rankingLogits ?? [], recorded.rankingLogits ?? []).map { ($0, $1) }
      let pruning = recorded.pruningLogits.flatMap { [$0.drop, $0.keep] }
      for (found, expected) in pairs + zip(replay.pruningLogits, pruning).map({ ($0, $1) }) {
        largest = max(largest, abs(found - expected))
      }
    }
    return largest
  }
}

extension CardExample {
  /// What a package makes of the example.
  fileprivate init(_ encoder: PruningEncoder) throws {
    let passage = Self.sentences.joined(separator: " ")
    let pruned = try encoder.prune(TextPair(query: Self.query, document: passage))
    var pairs = [TextPair(query: Self.query, document: Self.short)]
    if encoder.config.mode == .rerankingPruning {
      pairs += Self.reranked.map { TextPair(query: Self.query, document: $0) }
    }
    let predictions = try encoder.predict(pairs)
    let short = predictions[0]
    let scalars = Array(Self.short.unicodeScalars)
    let tokens = short.encoding.offsets.indices.compactMap { index -> Part? in
      let range = short.encoding.offsets[index]
      guard short.encoding.sequenceIDs[index] == 1, range.upperBound <= scalars.count,
        index < short.keepProbabilities.count
      else { return nil }
      let probability = short.keepProbabilities[index]
      return Part(
        text: String(String.UnicodeScalarView(scalars[range])), probability: probability,
        isKept: Double(probability) > encoder.config.threshold)
    }
    self.init(
      sentences: pruned.sentences.map {
        Part(text: $0.text, probability: Float($0.probability), isKept: $0.isKept)
      }, score: pruned.rankingScore, compressionRate: pruned.compressionRate,
      rerankedScores: predictions.dropFirst().compactMap(\.rankingScore), tokens: tokens,
      shortScore: short.rankingScore)
    guard rerankedScores.allSatisfy(\.isFinite), sentences.allSatisfy({ $0.probability.isFinite }),
      tokens.allSatisfy({ $0.probability.isFinite })
    else {
      throw PruningError(.brokenPackage, at: Place(file: PackageLayout.config), problem: "not a number")
    }
  }
}
