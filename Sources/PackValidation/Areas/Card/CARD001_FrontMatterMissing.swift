import ModelDir
import PackFiles
import PackYAML

extension Rule {
  static let card001 = Rule(
    "CARD001", "front-matter-missing", .error, needs: [.card],
    title: "the card has front matter that the Hub's client loads",
    why: """
      The Hub reads task, license, language and library from the front matter. It refuses a card whose YAML does not parse, \
      and huggingface_hub's ModelCard ends with an error where a date does not exist, a tag is unknown or a key is no text.
      """,
    advice: """
      Begin README.md with YAML between two lines of `---`: `key: value` on each line, a space behind each colon, quotes \
      around what is not to be read as a number, a date or a truth value.
      """,
    fix: Fix("a front matter is added where there is none") { plan in
      guard plan.package.documents.mode != nil, let card = plan.bytes(PackageLayout.card),
        FrontMatterBlock(card) == nil
      else { return }
      let matter = Array("---\nlibrary_name: transformers\n---\n\n".utf8)
      let start = FrontMatterBlock.start(of: card)
      plan.write(PackageLayout.card, card[..<start] + matter + card[start...], for: "CARD001")
    },
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    guard package.listing.files.contains(PackageLayout.card) else {
      throw .prerequisiteFailed("\(PackageLayout.card) is missing")
    }
    let card: [UInt8]
    switch package.reader.read(PackageLayout.card, limit: PackageCard.sizeLimit) {
    case .success(let bytes): card = bytes
    case .failure(.broken(let error)):
      context.report(error)
      return
    case .failure: throw .prerequisiteFailed("\(PackageLayout.card) cannot be read")
    }
    do throws(YAMLError) {
      guard let frontMatter = try FrontMatter(card: card, name: PackageLayout.card) else {
        context.report(at: Place(file: PackageLayout.card, byteOffset: 0), "front matter is missing")
        return
      }
      for fault in frontMatter.clientFaults where !PackageCard.isModelIndex(fault.path) {
        context.report(
          at: Place(file: PackageLayout.card, jsonPath: fault.path), fault.problem, expected: fault.expected,
          found: fault.found)
      }
    } catch {
      context.report(error)
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no front matter", blocks: true) { try $0.write("# A model\n", to: "README.md") },
  .bad("front matter that is not YAML", blocks: true) { try $0.write("---\na: [\n---\n", to: "README.md") },
  .bad("a card that is too large to be read", blocks: true) { package in
    try package.rewrite("README.md") { $0 + [UInt8](repeating: 0x20, count: 1 << 24) }
  },
  .bad("a date that does not exist", blocks: true) { try $0.addToCard("date: 2024-13-45") },
  .bad("a tag that the client does not know", blocks: true) { try $0.addToCard("note: !local text") },
  .bad("a tab behind a colon", blocks: true) { try $0.addToCard("note:\ttext") },
  .bad("a key that is a number") { try $0.addToCard("1: one") },
  .bad("tags that are a number") { try $0.replaceInCard("tags:", with: "tags: 5\nmore:") },
  .good("a comment in the front matter") { try $0.addToCard("# as trained in May") },
  .good("a byte order mark") { package in
    try package.rewrite("README.md") { [0xEF, 0xBB, 0xBF] + $0 }
  },
  .good("a key that stands twice") { try $0.addToCard("license: apache-2.0") },
  .good("a second line of dashes") { try $0.rewrite("README.md") { Array("---\n".utf8) + $0 } },
]
