import PackFiles
import TestSupport
import Testing

/// How the sources are divided: floors, folders, files. docs/architecture.md says why.
@Suite struct HouseTests {
  private let house: House

  init() throws { house = try House() }

  /// Modules whose folders still form circles. One that no longer does fails the test until it is taken off the list.
  private static let unfinished: Set<String> = []
  /// Files that are still too long, in the same way.
  private static let tooLong: Set<String> = []
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

  /// docs/architecture.md lists what each module imports, but for what nearly all do.
  @Test func thePageListsTheImports() throws {
    let page = String(
      decoding: try readFile(joinPath(CommandRun.repository, "docs/architecture.md")), as: UTF8.self)
    var listed: [String: Set<String>] = [:]
    for line in page.split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      guard cells.count == 6, cells[2].contains("`") else { continue }
      let names = cells[2].split(separator: "`").filter { !$0.contains(" ") }
      let imports = Set(cells[4].split { $0 == " " || $0 == "," }.map(String.init))
      for name in names { listed[String(name)] = imports }
    }
    let known = Set(house.targets.map(\.name)).subtracting(["PackFiles", "PackJSON"])
    for target in house.targets where target.path.hasPrefix("Sources/") || target.path == "templates" {
      let imports = Set((house.files[target.name] ?? []).flatMap(\.imports)).intersection(known)
      #expect(listed[target.name] == imports, "\(target.name)")
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

  /// A library names options by a type, and leaves their spelling to the command. The advice of rules is for whoever runs
  /// the command, and may tell what to type.
  @Test func noLibrarySpeaksOfFlags() {
    for target in house.targets
    where target.path.hasPrefix("Sources/") && !["pruning-pack", "PackValidation"].contains(target.name) {
      for file in house.files[target.name] ?? [] {
        for (line, text) in file.strings {
          #expect(!namesFlag(text), "\(file.path):\(line) names a flag")
        }
      }
    }
  }

  private func namesFlag(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.dropLast(2).contains { index in
      bytes[index...].starts(with: "--".utf8) && (0x61...0x7A).contains(bytes[index + 2])
        && (index == 0 || bytes[index - 1] != UInt8(ascii: "-"))
    }
  }
}
