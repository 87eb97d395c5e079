// swift-tools-version: 6.2

import PackageDescription

// A package that lies at a path is called as its folder is, whatever that may be.
let root = Context.packageDirectory.split(separator: "/").dropLast(2).map(String.init)
let repository = "/" + root.joined(separator: "/")
let name = root.last ?? "pruning-pack"

/// Someone else's package, with targets and a dependency whose names this one's could meet in one graph.
let package = Package(
  name: "consumer",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(path: repository),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: [
    .target(name: "JSON"),
    .target(name: "Files"),
    .target(name: "Tokenizers"),
    .executableTarget(
      name: "Consumer",
      dependencies: [
        "JSON", "Files", "Tokenizers", "Yams",
        .product(name: "PruningPack", package: name),
      ]),
    .executableTarget(
      name: "Reader", dependencies: [.product(name: "ModelDir", package: name)]),
  ],
  swiftLanguageModes: [.v6])
