import Files
import JSON
import ModelDir

extension Rule {
  static let cfg003 = Rule(
    "CFG003", .error, needs: [.json],
    title: "auto_map entries are `module.Class`, local to the package",
    why: """
      transformers splits an entry at its only dot. A dotted path, a folder or a `repository--` prefix either fails or \
      runs code from somewhere else than the package that was checked.
      """,
    fix: "Write `module.Class`, where module.py lies at the package's root."
  ) { context throws(RuleSkip) in
    for (place, entry) in try autoMapEntries(context.package) {
      guard let entry else {
        context.report(at: place, "auto_map entry is no string", expected: "module.Class")
        continue
      }
      let parts = entry.split(separator: ".", omittingEmptySubsequences: false)
      let isPlain = parts.count == 2 && parts.allSatisfy { isPythonIdentifier($0) }
      if !isPlain {
        context.report(at: place, "auto_map entry is not local", expected: "module.Class", found: entry)
      }
    }
  }

  /// Every entry of auto_map with its place; a list, as tokenizers have, counts as several.
  static func autoMapEntries(_ package: PackageInspection) throws(RuleSkip) -> [(Place, String?)] {
    let config = try package.required(PackageLayout.config)
    guard let map = config["auto_map"], let members = try? map.members() else {
      throw .prerequisiteFailed("there is no auto_map")
    }
    return members.flatMap { member -> [(Place, String?)] in
      if let elements = try? member.value.elements() {
        return elements.filter { !$0.isNull }.map { ($0.place, try? $0.string()) }
      }
      return [(member.value.place, try? member.value.string())]
    }
  }
}

func isPythonIdentifier(_ text: Substring) -> Bool {
  guard let first = text.unicodeScalars.first, first == "_" || first.properties.isXIDStart else {
    return false
  }
  return text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
}
