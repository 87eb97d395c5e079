import Testing

/// The checker itself: it sees a circle of whatever kind, and none where there is none.
@Suite struct FolderArrowsTests {
  private func arrows(_ sources: [String: String]) -> FolderArrows {
    FolderArrows(
      sources.sorted { $0.key < $1.key }.map {
        SwiftFile(path: "Module/\($0.key)", source: Array($0.value.utf8))
      })
  }

  @Test(arguments: [
    // Types, each named by the other.
    ["A/One.swift": "struct One { var two: Two }", "B/Two.swift": "final class Two { let one: [One] = [] }"],
    // The module's root is a folder, too.
    [
      "One.swift": "enum One { static func make() -> Two { Two() } }",
      "B/Two.swift": "struct Two { let one = One.make() }",
    ],
    // A member that an extension in another folder declares.
    [
      "A/One.swift": "struct One { func start() { finish() } }",
      "B/One+Finish.swift": "extension One { func finish() {} }",
    ],
    // The same after a dot, inside of a string.
    [
      "A/One.swift": #"struct One { func start(_ one: One) -> String { "done: \(one.finish)" } }"#,
      "B/One+Finish.swift": "extension One { var finish: Int { 1 } }",
    ],
    // An initializer, known by its labels alone.
    [
      "A/One.swift": "struct One { init(number: Int) {} \n static func parse() -> One { One(text: \"1\") } }",
      "B/One+Text.swift": "extension One { init(text: String) { self.init(number: 1) } }",
    ],
    // A free function that uses a type of the other folder.
    [
      "A/One.swift": "struct One { let value = measured(1) }",
      "B/Measure.swift": "func measured(_ number: Int) -> One? { nil }",
    ],
    // A free function that the standard library has as a member.
    [
      "A/One.swift": "struct One { let value = count(1) }",
      "B/Count.swift": "func count(_ number: Int) -> One? { nil }",
    ],
    // A case.
    [
      "A/One.swift": "enum One { case first(Int), second \n var other: Two { .mine } }",
      "B/Two.swift": "enum Two { case mine \n func one() -> Bool { [.second].isEmpty } }",
    ],
    // Three folders in a ring.
    [
      "A/One.swift": "struct One { let two: Two? }", "B/Two.swift": "struct Two { let three: Three? }",
      "C/Three.swift": "struct Three { let one: [One] }",
    ],
  ])
  func circleIsSeen(_ sources: [String: String]) {
    let arrows = arrows(sources)
    #expect(arrows.circles.count == 1)
    #expect(arrows.circles.allSatisfy { !arrows.explanation(of: $0).isEmpty })
  }

  @Test(arguments: [
    // One way only.
    ["A/One.swift": "struct One { var two: Two }", "B/Two.swift": "struct Two { var one = 1 }"],
    // Two files of one folder may use each other.
    ["A/One.swift": "struct One { var two: Two? }", "A/Two.swift": "struct Two { var one: [One] }"],
    // Comments and texts say nothing.
    [
      "A/One.swift": "struct One { var two: Two }",
      "B/Two.swift": "/// Made by One. /* One /* One */ One */ \n struct Two { let text = \"One\" }",
    ],
    // What is private, local or a label is the file's own.
    [
      "A/One.swift": "struct One { var two: Two \n func finish(mark: Int) {} }",
      "B/Two.swift":
        "struct Two { private func finish() {} \n func run(mark: Int) { finish(); let sum = mark; _ = sum } }",
    ],
    // A name that others declare, too.
    [
      "A/One.swift": "struct One { var two: Two \n var count = 1 }",
      "B/Two.swift": "struct Two { let it = [1].count }",
    ],
  ])
  func orderIsNoCircle(_ sources: [String: String]) {
    let arrows = arrows(sources)
    #expect(arrows.circles.isEmpty, "\(arrows.circles.map { arrows.explanation(of: $0) })")
  }

  @Test func targetsAreReadInOrder() {
    let manifest = """
      let package = Package(
        name: "x", products: [.library(name: "L", targets: ["A"])],
        targets: [
          // .target(name: "Gone")
          .systemLibrary(name: "C", pkgConfig: "c"),
          .target(
            name: "A", dependencies: ["C", .product(name: "P", package: "p", condition: .when(platforms: [.linux]))],
            path: "else/where"), .testTarget(name: "ATests", dependencies: ["A"]),
        ]
      )
      """
    #expect(
      House.targets(of: manifest) == [
        House.Target(name: "C", kind: "systemLibrary", path: "Sources/C"),
        House.Target(name: "A", kind: "target", path: "else/where"),
        House.Target(name: "ATests", kind: "testTarget", path: "Tests/ATests"),
      ])
  }
}
