import PackFiles
import Testing

/// How the sources are divided: floors, folders, files. docs/architecture.md says why.
@Suite struct HouseTests {
  private let house: House

  init() throws { house = try House() }

  /// Modules whose folders still form circles. One that no longer does fails the test until it is taken off the list.
  private static let unfinished: Set<String> = ["PackValidation"]
  /// Files that are still too long, in the same way.
  private static let tooLong: Set<String> = ["PackValidation/Inspection/PackageInspection.swift"]
  private static let mostLines = 300

  @Test func theSourcesAreSeen() {
    let names = house.targets.map(\.name)
    #expect(names.first == "CPackZlib" && names.contains("pruning-pack") && names.contains("HouseTests"))
    #expect(house.files["ModelDir"]?.contains { $0.path == "ModelDir/Save/SavePlan.swift" } == true)
    #expect(house.files["PackTemplates"]?.isEmpty == false)
  }

  /// A target stands below everything that it imports.
  @Test func noImportPointsUp() {
    let floors = Dictionary(uniqueKeysWithValues: house.targets.enumerated().map { ($1.name, $0) })
    for target in house.targets {
      for file in house.files[target.name] ?? [] {
        for name in file.imports {
          guard let imported = floors[name], let own = floors[target.name] else { continue }
          #expect(imported < own, "\(file.path) imports \(name), which Package.swift has further down")
        }
      }
    }
  }

  @Test func noFoldersFormACircle() {
    for (name, files) in house.files.sorted(by: { $0.key < $1.key }) {
      let others = house.files.filter { $0.key != name }.values.flatMap { $0 }
      let arrows = FolderArrows(files, others: others)
      let text = arrows.circles.map { "\($0)\n" + arrows.explanation(of: $0) }.joined(separator: "\n")
      #expect(
        arrows.circles.isEmpty == !Self.unfinished.contains(name),
        "\(name): \(text.isEmpty ? "no circle any more; take it off the list" : text)")
    }
  }

  @Test func noFileIsTooLong() {
    for (path, lines) in house.lineCounts where !path.hasSuffix(".generated.swift") {
      #expect(
        (lines <= Self.mostLines) == !Self.tooLong.contains(path),
        "\(path) has \(lines) lines, and at most \(Self.mostLines) are right")
    }
    let paths = Set(house.lineCounts.map(\.path))
    #expect(Self.tooLong.isSubset(of: paths), "a file on the list is gone")
  }

  /// Foundation would add 52 MB to the static binary; what is needed of it is in FoundationEssentials.
  @Test func nothingImportsTheWholeOfFoundation() {
    for target in house.targets where target.path.hasPrefix("Sources/") || target.path == "templates" {
      for file in house.files[target.name] ?? [] {
        #expect(!file.imports.contains("Foundation"), "\(file.path) imports Foundation")
      }
    }
  }
}
