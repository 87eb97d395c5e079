// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

// Targets stand in the order of the floors in docs/architecture.md: a target depends only on targets above it.
let package = Package(
  name: "pruning-pack",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "pruning-pack", targets: ["pruning-pack"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Floor 1
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    // Digests: libcrypto costs a package of headers; swift-crypto 4.5 cost 95 s of every cold build and 11 MB of the static
    // binary (libcrypto: nothing and 4 MB), for the same assembly code. Apple's systems have CryptoKit.
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CKernels"),
    .target(name: "CFiles"),
    .target(name: "Files", dependencies: ["CFiles"], swiftSettings: strict),
    .target(
      name: "Digests",
      dependencies: ["Files", .target(name: "CCrypto", condition: .when(platforms: [.linux]))],
      swiftSettings: strict),
    .target(name: "Processes", dependencies: ["Files", "CFiles"], swiftSettings: strict),
    .target(name: "Threads", swiftSettings: strict),
    .target(name: "JSON", dependencies: ["Files"], swiftSettings: strict),
    .target(name: "YAML", dependencies: ["Files", "CYaml"], swiftSettings: strict),

    // Floor 2
    .target(
      name: "Checkpoints", dependencies: ["Files", "JSON", "CZlib"], swiftSettings: strict),
    .target(name: "Tokenizers", dependencies: ["Files", "JSON", "Threads"], swiftSettings: strict),

    // Floor 3
    .target(
      name: "Encoders", dependencies: ["Checkpoints", "CKernels", "Files", "JSON"],
      swiftSettings: strict),
    .target(
      name: "Templates", path: "templates",
      resources: [
        .embedInCode("modeling_pruning_encoder.py"), .embedInCode("README.md.template"),
        .embedInCode("ci/github.yml"), .embedInCode("ci/gitlab.yml"), .embedInCode("ci/pre-commit.yml"),
        .embedInCode("EXPORT.md.template"),
        .embedInCode("run_package.py"), .embedInCode("read_python.py"),
      ],
      swiftSettings: strict),

    // Floor 4
    .target(
      name: "ModelDir",
      dependencies: ["Checkpoints", "Encoders", "Templates", "Digests", "Files", "JSON", "YAML"],
      swiftSettings: strict),

    // Floor 5
    .target(
      name: "Pruning",
      dependencies: ["ModelDir", "Encoders", "Tokenizers", "Checkpoints", "Files", "JSON", "Threads"],
      swiftSettings: strict),

    // Floor 6
    .target(
      name: "Validation",
      dependencies: [
        "Pruning", "ModelDir", "Templates", "Encoders", "Tokenizers", "Checkpoints", "Digests", "Files",
        "JSON", "Processes", "Threads", "YAML",
      ],
      swiftSettings: strict),

    // Floor 7
    .executableTarget(
      name: "pruning-pack",
      dependencies: [
        "Validation", "Pruning", "ModelDir", "Templates", "Tokenizers", "Checkpoints", "Files", "JSON",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Benchmarks, which do not ship
    .target(name: "CPeak", path: "Benchmarks/CPeak"),
    .executableTarget(
      name: "EncoderBenchmark", dependencies: ["Encoders", "Checkpoints", "JSON", "CPeak"],
      path: "Benchmarks/EncoderBenchmark", swiftSettings: strict),

    // Tests
    .target(
      name: "TestSupport", dependencies: ["Files", "JSON"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .target(
      name: "PackageFixtures", dependencies: ["TestSupport", "ModelDir", "Files", "JSON"],
      path: "Tests/PackageFixtures", swiftSettings: strict),
    .executableTarget(
      name: "TokenizerProbe", dependencies: ["Tokenizers", "Files", "JSON"], path: "Tests/TokenizerProbe",
      swiftSettings: strict),
    .executableTarget(
      name: "CheckpointProbe", dependencies: ["Checkpoints", "Files"], path: "Tests/CheckpointProbe",
      swiftSettings: strict),
    .executableTarget(
      name: "PruningProbe", dependencies: ["Pruning", "JSON"], path: "Tests/PruningProbe",
      swiftSettings: strict),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ProcessesTests", dependencies: ["Processes", "Files", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "DigestsTests", dependencies: ["Digests", "Files", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "JSONTests", dependencies: ["JSON", "Files", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "YAMLTests", dependencies: ["YAML", "Files", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["Checkpoints", "Files", "JSON", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CKernelsTests", dependencies: ["CKernels", "TestSupport"], exclude: ["Arm64"],
      swiftSettings: strict),
    .testTarget(
      name: "TokenizersTests", dependencies: ["Tokenizers", "Files", "JSON", "TestSupport"],
      exclude: ["Generators", "Goldens"], swiftSettings: strict),
    .testTarget(
      name: "EncodersTests",
      dependencies: ["Encoders", "CKernels", "Checkpoints", "Files", "JSON", "TestSupport"],
      exclude: ["Goldens"], swiftSettings: strict),
    .testTarget(
      name: "ModelDirTests",
      dependencies: [
        "ModelDir", "Encoders", "Checkpoints", "Files", "JSON", "YAML", "PackageFixtures", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PruningTests",
      dependencies: [
        "Pruning", "ModelDir", "Encoders", "Tokenizers", "Files", "JSON", "PackageFixtures", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ValidationTests",
      dependencies: [
        "Validation", "Pruning", "ModelDir", "Templates", "Encoders", "Tokenizers", "Digests", "Files",
        "JSON",
        "PackageFixtures", "TestSupport",
      ],
      exclude: ["Generators"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: ["Files", "JSON", "PackageFixtures", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
