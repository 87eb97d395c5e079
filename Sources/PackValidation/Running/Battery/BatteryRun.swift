import PackEvaluation
import PackFiles
import PackTokenizers
import Pruning

/// What a model makes of the battery: each query with the passage that answers it, and with one about something else.
struct BatteryRun: Sendable {
  /// An area under the ROC curve, and how sure it is: by the bootstrap, drawing passages.
  struct Area: Sendable {
    var estimate: Estimate
    /// The lower end of the 95 % interval.
    var lower: Double
    /// 99.9 % of the samples lie below.
    var upper: Double

    /// `0.912 [0.874, 0.951]`
    var text: String { estimate.text(digits: 3) }
  }

  /// The languages that were asked about.
  private(set) var languages: [String] = []
  /// Claimed languages that were not asked about, since there was no room for them.
  private(set) var omitted: [String] = []
  /// Passages.
  private(set) var passageCount = 0
  /// Tokens of all pairs.
  private(set) var tokenCount = 0
  /// Relevant passages above others by score, within a language; nil without a ranking of one label.
  private(set) var ranking: Area?
  /// Answering sentences above others by keep probability, within a language; nil where a number is not finite.
  private(set) var keeping: Area?

  /// Most tokens of a run that is not a full one.
  private let tokenLimit: Int
  private static let mostTokens = 1500
  /// Products of a run that is not a full one: some four seconds on two cores with AVX2.
  private static let mostProducts = 360_000_000_000
  /// Topics of a language where several are claimed.
  private static let topicsBesideOthers = 4
  /// Pairs that are computed together.
  private static let batch = 8

  private struct Pair {
    let owner: Int
    let language: Int
    let topic: BatteryTopic
    let isRelevant: Bool
    let encoding: Encoding
  }

  /// Runs the battery.
  ///
  /// - Parameters:
  ///   - codes: the languages, the most important first.
  ///   - isFull: whether all topics of all these languages are asked about, whatever it costs.
  ///   - maximumLength: the package's; what would be cut off is left out.
  /// - Throws: what the model throws.
  init(
    _ model: any SmokeModel, _ codes: [String], isFull: Bool, maximumLength: Int, threads: Int
  ) throws {
    let products = (model as? PruningEncoder)?.productsPerToken ?? 1
    tokenLimit = isFull ? .max : min(Self.mostTokens, Self.mostProducts / max(1, products))
    var pairs: [Pair] = []
    for (number, code) in codes.enumerated() {
      guard let all = BatteryTopic.byLanguage.first(where: { $0.code == code })?.topics else { continue }
      let topics = isFull || codes.count == 1 ? all : Array(all.prefix(Self.topicsBesideOthers))
      let (added, isCut) = try Self.pairs(
        model, topics, owner: passageCount, language: number, maximumLength: maximumLength,
        limit: tokenLimit - tokenCount)
      guard !added.isEmpty else {
        if isCut { omitted.append(code) }
        continue
      }
      languages.append(code)
      passageCount += added.count / 2
      tokenCount += added.reduce(0) { $0 + $1.encoding.count }
      pairs += added
    }
    var ranked: [RankedItems.Item] = []
    var kept: [RankedItems.Item] = []
    var isFinite = true
    let order = pairs.sorted { $0.encoding.count > $1.encoding.count }
    for start in stride(from: 0, to: order.count, by: Self.batch) {
      let batch = order[start..<min(start + Self.batch, order.count)]
      for (pair, prediction) in zip(batch, try model.predict(batch.map(\.encoding))) {
        if let logits = prediction.rankingLogits, logits.count == 1 {
          isFinite = isFinite && logits[0].isFinite
          ranked.append(Self.item(pair, Double(logits[0]), isPositive: pair.isRelevant))
        }
        for (sentence, chance) in Self.chances(pair.topic, prediction) {
          isFinite = isFinite && chance.isFinite
          kept.append(
            Self.item(pair, chance, isPositive: pair.isRelevant && sentence == pair.topic.answer))
        }
      }
    }
    guard isFinite else { return }
    ranking = Self.area(ranked, owners: passageCount, threads: threads)
    keeping = Self.area(kept, owners: passageCount, threads: threads)
  }

  /// What a report says of it: of a full run what came out, and of another one what was left out.
  func notes(isFull: Bool) -> [String] {
    if isFull { return passageCount > 0 ? [note] : [] }
    guard !omitted.isEmpty else { return [] }
    return [
      "battery: not asked in \(omitted.joined(separator: ", ")), which \(groupedText(tokenLimit)) tokens have no "
        + "room for; --battery full asks in all languages of the card"
    ]
  }

  private var note: String {
    let areas = [("ranking", ranking), ("keeping", keeping)].compactMap { name, area in
      area.map { "AUC of \(name) \($0.text)" }
    }
    return "battery: \(passageCount) passages in \(languages.joined(separator: ", ")), \(tokenCount) tokens; "
      + (areas.isEmpty ? "no finite numbers" : areas.joined(separator: ", "))
  }

  /// Each topic's passage with its own query and with that of the topic behind it; none where there is room for one only. It
  /// is cut where the limit left topics out.
  private static func pairs(
    _ model: any SmokeModel, _ topics: [BatteryTopic], owner: Int, language: Int, maximumLength: Int,
    limit: Int
  ) throws -> (pairs: [Pair], isCut: Bool) {
    var isCut = false
    var chosen: [(topic: BatteryTopic, encoding: Encoding)] = []
    var tokens = 0
    for topic in topics {
      let pair = TextPair(query: topic.query, document: topic.document)
      let encoding = try model.encode(pair, maximumLength: nil)
      // The other query may be somewhat longer.
      guard encoding.count * 5 / 4 < maximumLength else { continue }
      guard tokens + encoding.count * 9 / 4 <= limit else {
        isCut = true
        break
      }
      tokens += encoding.count * 9 / 4
      chosen.append((topic, encoding))
    }
    guard chosen.count >= 2 else { return ([], isCut) }
    var pairs: [Pair] = []
    for (index, entry) in chosen.enumerated() {
      let other = chosen[(index + 1) % chosen.count].topic
      let stranger = TextPair(query: other.query, document: entry.topic.document)
      let encoding = try model.encode(stranger, maximumLength: nil)
      pairs.append(
        Pair(
          owner: owner + index, language: language, topic: entry.topic, isRelevant: true,
          encoding: entry.encoding))
      pairs.append(
        Pair(
          owner: owner + index, language: language, topic: entry.topic, isRelevant: false, encoding: encoding)
      )
    }
    return (pairs, isCut)
  }

  private static func item(_ pair: Pair, _ score: Double, isPositive: Bool) -> RankedItems.Item {
    RankedItems.Item(
      group: pair.language, score: score, owner: pair.owner, positive: isPositive ? 1 : 0,
      negative: isPositive ? 0 : 1)
  }

  /// Mean keep probability of the tokens of each sentence that has some.
  private static func chances(
    _ topic: BatteryTopic, _ prediction: PairPrediction
  ) -> [(sentence: Int, chance: Double)] {
    var ends: [Int] = []
    for sentence in topic.sentences { ends.append((ends.last ?? 0) + sentence.unicodeScalars.count) }
    var sums = [Double](repeating: 0, count: ends.count)
    var counts = [Double](repeating: 0, count: ends.count)
    let encoding = prediction.encoding
    for (index, chance) in prediction.keepProbabilities.enumerated() where index < encoding.count {
      guard encoding.sequenceIDs[index] == 1 else { continue }
      // A token may begin with the blank before its sentence.
      let place = max(encoding.offsets[index].lowerBound, encoding.offsets[index].upperBound - 1)
      guard let sentence = ends.firstIndex(where: { place < $0 }) else { continue }
      sums[sentence] += Double(chance)
      counts[sentence] += 1
    }
    return ends.indices.filter { counts[$0] > 0 }.map { ($0, sums[$0] / counts[$0]) }
  }

  private static func area(_ items: [RankedItems.Item], owners: Int, threads: Int) -> Area? {
    let ranked = RankedItems(items)
    let samples =
      Bootstrap(count: owners, sampleCount: 4000)
      .distributions(threads: threads) { [ranked.area(weights: $0)] }.first ?? []
    guard let estimate = Estimate(ranked.area(), samples), let lower = estimate.interval?.lowerBound,
      let upper = samples.quantile(0.999)
    else { return nil }
    return Area(estimate: estimate, lower: lower, upper: upper)
  }
}
