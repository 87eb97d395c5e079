import ModelDir
import PackFiles
import PackYAML

extension Rule {
  static let card001 = Rule(
    "CARD001", "front-matter-missing", .error, needs: [.card],
    title: "the card has front matter that is a mapping",
    why: """
      The Hub reads task, license, language and library from the front matter. It refuses a card whose YAML does not parse.
      """,
    advice: "Begin README.md with YAML between two lines of `---`.",
    fix: Fix("a front matter is added where there is none") { plan in
      guard plan.package.documents.mode != nil, let card = plan.bytes(PackageLayout.card),
        FrontMatter.block(of: card) == nil
      else { return }
      let matter = Array("---\nlibrary_name: transformers\n---\n\n".utf8)
      plan.write(PackageLayout.card, matter + card, for: "CARD001")
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
      guard case .mapping = frontMatter.value else {
        context.report(at: Place(file: PackageLayout.card, byteOffset: 0), "front matter is not a mapping")
        return
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
  .good("a comment in the front matter") { try $0.addToCard("# as trained in May") },
]
