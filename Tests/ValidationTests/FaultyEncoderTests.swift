import PackEncoders
import PackTokenizers
import PackValidation
import PackageFixtures
import Pruning
import Synchronization
import Testing

/// Faults that no package can cause: shown with an encoder that has them.
@Suite struct FaultyEncoderTests {
  /// A good encoder whose answers are changed on their way out.
  private final class FaultyEncoder: SmokeModel {
    private let encoder: PruningEncoder
    private let runs = Atomic<Int>(0)
    private let offset: @Sendable (_ batch: Int, _ run: Int) -> Float

    init(_ path: String, offset: @escaping @Sendable (_ batch: Int, _ run: Int) -> Float) throws {
      encoder = try PruningEncoder(directory: path, threads: 1)
      self.offset = offset
    }

    func encode(_ pair: TextPair, maximumLength: Int?) throws -> Encoding {
      try encoder.encode(pair, maximumLength: maximumLength)
    }

    func predict(_ encodings: [Encoding]) throws -> [PairPrediction] {
      let offset = offset(encodings.count, runs.wrappingAdd(1, ordering: .relaxed).oldValue)
      return try encoder.predict(encodings).map { prediction in
        PairPrediction(
          encoding: prediction.encoding, rankingLogits: prediction.rankingLogits,
          rankingScore: prediction.rankingScore,
          pruningLogits: prediction.pruningLogits.map {
            PruningLogits(drop: $0.drop, keep: $0.keep + offset)
          })
      }
    }
  }

  private func findings(
    _ package: TinyPackage, _ offset: @escaping @Sendable (_ batch: Int, _ run: Int) -> Float
  ) throws -> [String] {
    let model = try FaultyEncoder(package.path, offset: offset)
    let inspection = try PackageInspection(root: package.path, threads: 2, model: model)
    return try Verifier.verify(inspection).findings.map { "\($0.rule) \($0.severity.rawValue)" }
  }

  @Test func aGoodEncoderHasNoFinding() throws {
    #expect(try findings(try ReferenceTests.recorded()) { _, _ in 0 }.isEmpty)
  }

  @Test func aBatchThatChangesItsRowsIsFound() throws {
    let found = try findings(try TinyPackage()) { batch, _ in batch > 1 ? 0.01 : 0 }
    #expect(found == [String](repeating: "RUN004 error", count: SmokeInference.pairs.count))
  }

  @Test func aRunThatIsNotLikeTheFirstIsFound() throws {
    // The runs after the pairs alone and the batch are the second ones. One bit is enough.
    let first = SmokeInference.pairs.count + 1
    let found = try findings(try TinyPackage()) { _, run in run >= first ? 1e-5 : 0 }
    #expect(!found.isEmpty && found.allSatisfy { $0 == "RUN005 warning" })
  }

  @Test func numbersThatAreNotTheRecordedOnesAreFound() throws {
    let found = try findings(try ReferenceTests.recorded()) { _, _ in 0.01 }
    #expect(found == [String](repeating: "RUN002 error", count: 3))
  }
}
