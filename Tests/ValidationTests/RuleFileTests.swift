import PackFiles
import PackValidation
import Testing

/// The rules on disk are the rules of the catalogue.
@Suite struct RuleFileTests {
  private static let areas = joinPath(
    parentPath(parentPath(parentPath(#filePath))), "Sources/PackValidation/Areas")

  /// `CFG006_CompanionsDisagree.swift` is CFG006, `companions-disagree`.
  @Test func everyRuleIsTheFileOfItsIdAndName() throws {
    var onDisk: [String] = []
    for entry in try listDirectory(Self.areas) where entry.path.hasSuffix(".swift") {
      let parts = lastPathComponent(entry.path).dropLast(6).split(separator: "_")
      guard parts.count == 2, parts[0].last?.isNumber == true else { continue }
      onDisk.append("\(parts[0]) \(Self.kebab(String(parts[1])))")
    }
    let catalogue = RuleCatalogue.rules.map { "\($0.id) \($0.name)" }
    #expect(onDisk.sorted() == catalogue.sorted(), "run `make rules`")
  }

  @Test func idsAndNamesAreUnique() {
    let names = RuleCatalogue.rules.flatMap { [$0.id, $0.name] }
    #expect(Set(names).count == names.count)
    for rule in RuleCatalogue.rules {
      #expect(RuleCatalogue.rule(rule.id)?.id == rule.id && RuleCatalogue.rule(rule.name)?.id == rule.id)
      #expect(rule.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(rule.name)")
    }
  }

  private static func kebab(_ name: String) -> String {
    var text = ""
    for character in name {
      if character.isUppercase, !text.isEmpty { text += "-" }
      text += character.lowercased()
    }
    return text
  }
}
