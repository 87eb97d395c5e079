import ModelDir
import PackFiles
import PackJSON
import PackTokenizers
import PackValidation
import Pruning

extension DiffSides {
  /// The pairs that are asked about: those that either package has recorded, else the built-in ones.
  var pairs: (isRecorded: Bool, pairs: [TextPair]) {
    var recorded: [TextPair] = []
    for side in [old, new] {
      for one in side.reference?.cases ?? [] {
        let pair = TextPair(query: one.query, document: one.document)
        if !recorded.contains(pair) { recorded.append(pair) }
      }
    }
    if !recorded.isEmpty { return (true, recorded) }
    let length = min(old.model.config.maximumLength, new.model.config.maximumLength)
    return (false, ReferencePair.standard(maximumLength: length).map(\.pair))
  }

  /// The tokenizer, and its ids for texts in many scripts.
  func tokenizer() throws -> DiffSection {
    var entries: [DiffEntry] = []
    let known = pairs.pairs
    let more = ReferencePair.standard(maximumLength: 512).map(\.pair).filter { !known.contains($0) }
    let texts = known + more
    var differing = 0
    for pair in texts {
      let before = try old.model.tokenizer.encode(pair.query, pair: pair.document, truncation: nil)
      let after = try new.model.tokenizer.encode(pair.query, pair: pair.document, truncation: nil)
      guard before.ids != after.ids else { continue }
      differing += 1
      let place = zip(before.ids, after.ids).enumerated().first { $1.0 != $1.1 }?.offset
      let start = max(0, (place ?? min(before.count, after.count)) - 2)
      let shown = { (ids: [Int32]) in
        (start > 0 ? "… " : "") + ids.dropFirst(start).prefix(8).map(String.init).joined(separator: " ")
          + (ids.count > start + 8 ? " …" : "")
      }
      if let entry = DiffEntry(
        "ids of \(Self.cut(pair.query, to: 60).quotedForMessage)", old: shown(before.ids),
        new: shown(after.ids))
      {
        entries.append(entry)
      }
    }
    let changed = paths { lastPathComponent($0) == PackageLayout.tokenizer }.filter { !isSame($0) }
    let (before, after) = (old.model.tokenizer, new.model.tokenizer)
    // A version of transformers writes the same component in its own way.
    let isProven = !changed.isEmpty && TokenizerProof(before, after).wholeDifference() == nil
    for path in changed { entries.append(contentsOf: parts(of: path, isProven: isProven)) }
    return DiffSection(
      name: "tokenizer",
      summary: "ids of \(texts.count) texts: \(differing == 0 ? "equal" : "\(differing) differ")",
      entries: entries)
  }

  /// The members of tokenizer.json that differ. What it has baked in for truncation and padding is not applied unless asked for.
  ///
  /// - Parameter isProven: whether both tokenizers give the same on the texts of every script.
  private func parts(of path: String, isProven: Bool) -> [DiffEntry] {
    guard let before = old.documents[path]?.root, let after = new.documents[path]?.root else {
      return [DiffEntry(path, old.digests[path] == nil ? .new : new.digests[path] == nil ? .gone : .changed)]
    }
    var entries: [DiffEntry] = []
    let names = [before, after].flatMap { ((try? $0.members()).map(Array.init) ?? []).map(\.key) }
    for name in Set(names).sorted() {
      let (value, other) = (before[name].map { JSONValue($0) }, after[name].map { JSONValue($0) })
      if value.map(Self.canonical) == other.map(Self.canonical) { continue }
      let isUnseen =
        ["truncation", "padding", "version"].contains(name)
        || isProven && ["normalizer", "pre_tokenizer", "post_processor", "decoder"].contains(name)
      let change: DiffEntry.Change = value == nil ? .new : other == nil ? .gone : .changed
      entries.append(DiffEntry("\(path), $.\(name)", change, isVisible: !isUnseen))
    }
    return entries.isEmpty ? [DiffEntry(path, .changed, isVisible: false)] : entries
  }

  /// A value without the order of its keys.
  private static func canonical(_ value: JSONValue) -> String { value.text(.file) }

  /// The beginning of a text.
  static func cut(_ text: String, to count: Int) -> String {
    text.unicodeScalars.count <= count
      ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(count))) + "…"
  }
}
