import ModelDir
import PackDigests
import PackFiles
import PackTokenizers
import Pruning

extension TinyPackage {
  /// A good package with outputs of three pairs, computed by the encoder and said to be from memory.
  public static func recorded(_ model: TinyModel = TinyModel()) throws -> TinyPackage {
    let package = try TinyPackage(model)
    let encoder = try PruningEncoder(directory: package.path, threads: 1)
    let subModel = model.isRanking ? "ranking_model" : "encoder_model"
    var digests: [String: SHA256Digest] = [:]
    for file in ["\(subModel)/model.safetensors", "pruning_head/model.safetensors"] {
      digests[file] = try SHA256Digest(of: MappedFile(package.file(file)))
    }
    let pairs = [
      TextPair(query: "how many moons does mars have?", document: "it is two moons."),
      TextPair(query: "was it built in 1873", document: ""),
      TextPair(query: "the roses", document: String(repeating: "a red rose is a red rose. ", count: 20)),
    ]
    let cases = try pairs.enumerated().map { index, pair in
      let length = index == 2 ? 20 : nil
      let prediction = try encoder.predict([pair], maximumLength: length)[0]
      return ReferenceOutputs.Case(
        query: pair.query, document: pair.document, maximumLength: length, inputIDs: prediction.encoding.ids,
        rankingLogits: prediction.rankingLogits, pruningLogits: prediction.pruningLogits)
    }
    let recording = ReferenceOutputs(
      origin: .memory,
      versions: .init(python: "3.11.7", torch: "2.13.0", transformers: "5.23.0", tokenizers: "0.23.3"),
      weights: digests, cases: cases)
    try replaceFile(package.file(PackageLayout.referenceOutputs), Array(recording.fileText.utf8))
    return package
  }
}
