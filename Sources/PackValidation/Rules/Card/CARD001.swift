import PackFiles
import ModelDir
import PackYAML

extension Rule {
  static let card001 = Rule(
    "CARD001", .error, needs: [.card],
    title: "the card's front matter is there, and is a mapping",
    why: """
      The Hub reads task, licence, language and library from the front matter; a card whose YAML does not parse is refused \
      at upload.
      """,
    fix: "Begin README.md with a block of YAML between two lines of `---`."
  ) { context throws(RuleSkip) in
    let package = context.package
    guard package.files.contains(PackageLayout.card) else {
      throw .prerequisiteFailed("\(PackageLayout.card) is missing")
    }
    let card: [UInt8]
    switch package.read(PackageLayout.card, limit: PackageCard.sizeLimit) {
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
        context.report(at: Place(file: PackageLayout.card, byteOffset: 0), "front matter is no mapping")
        return
      }
    } catch {
      context.report(error)
    }
  }
}
