// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

// Optimised, the tests take longer to compile than all that they test, and run no faster.
let testing = strict + [.unsafeFlags(["-Onone"])]

// With PRUNING_PACK_STATIC=FILE, as `make` sets it on Linux, the command is linked fully static, the C library included, and
// position-independent: it runs in an empty root directory. FILE receives the linker's map. A static position-independent program
// must not have a run path (--disable-local-rpath): glibc ends it before main.
let staticLinking: [LinkerSetting] =
  Context.environment["PRUNING_PACK_STATIC"].map { map in
    [
      .unsafeFlags(
        [
          "-static-executable", "-use-ld=lld", "-Xclang-linker", "-static-pie", "-Xlinker", "-Map=\(map)",
          // What FoundationEssentials, of which ArgumentParser takes a part, is made of.
          "-l_FoundationCollections", "-l_FoundationCShims",
        ], .when(platforms: [.linux]))
    ]
  } ?? []

// Targets stand in the order of the floors in docs/architecture.md: a target depends only on targets above it.
let package = Package(
  name: "pruning-pack",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "pruning-pack", targets: ["pruning-pack"]),
    .library(name: "ModelDir", targets: ["ModelDir"]),
    .library(name: "PruningPack", targets: ["PruningPack"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Floor 1
    .systemLibrary(
      name: "CPackZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // Digests: libcrypto costs a package of headers; swift-crypto 4.5 cost 95 s of every cold build and 11 MB of the static
    // binary (libcrypto: nothing and 4 MB), for the same assembly code. Apple's systems have CryptoKit.
    .systemLibrary(
      name: "CPackCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CPackKernels"),
    .target(name: "CPackFiles"),
    .target(name: "CPackTexts"),
    .target(name: "PackFiles", dependencies: ["CPackFiles", "CPackTexts"], swiftSettings: strict),
    .target(
      name: "PackDigests",
      dependencies: ["PackFiles", .target(name: "CPackCrypto", condition: .when(platforms: [.linux]))],
      swiftSettings: strict),
    .target(name: "PackProcesses", dependencies: ["PackFiles", "CPackFiles"], swiftSettings: strict),
    .target(name: "PackThreads", swiftSettings: strict),
    .target(name: "PackJSON", dependencies: ["PackFiles"], swiftSettings: strict),
    .target(name: "PackYAML", dependencies: ["PackFiles"], swiftSettings: strict),

    // Floor 2
    .target(
      name: "PackCheckpoints", dependencies: ["PackFiles", "PackJSON", "CPackZlib"], swiftSettings: strict),
    .target(
      name: "PackTokenizers", dependencies: ["PackFiles", "PackJSON", "PackThreads"], swiftSettings: strict),

    .target(
      name: "PackSigning",
      dependencies: [
        "PackDigests", "PackFiles", "PackJSON", "PackThreads",
        .target(name: "CPackCrypto", condition: .when(platforms: [.linux])),
      ],
      swiftSettings: strict),

    .target(
      name: "PackPythonCode", dependencies: ["CPackTexts", "PackFiles", "PackJSON", "PackProcesses"],
      exclude: ["Tree/read_python"], swiftSettings: strict),

    // Floor 3
    .target(
      name: "PackEncoders", dependencies: ["PackCheckpoints", "CPackKernels", "PackFiles", "PackJSON"],
      swiftSettings: strict),
    .target(
      name: "PackTemplates", dependencies: ["CPackTexts", "PackFiles"], path: "templates",
      exclude: [
        "modelling", "modeling_pruning_encoder.py", "ci", "README.md.template", "README.unmarked.md.template",
        "EXPORT.md.template", "ONNX.md.template",
      ],
      swiftSettings: strict),

    // Floor 4
    .target(
      name: "ModelDir",
      dependencies: [
        "PackCheckpoints", "PackEncoders", "PackTokenizers", "PackTemplates", "PackDigests", "PackFiles",
        "PackJSON", "PackYAML",
      ],
      swiftSettings: strict),

    // Floor 5
    .target(
      name: "Pruning",
      dependencies: [
        "ModelDir", "PackEncoders", "PackTokenizers", "PackCheckpoints", "PackFiles", "PackJSON",
        "PackThreads",
      ],
      swiftSettings: strict),

    .target(
      name: "PackONNX",
      dependencies: ["ModelDir", "PackEncoders", "PackCheckpoints", "PackFiles", "PackJSON"],
      swiftSettings: strict),

    .target(
      name: "PackHub",
      dependencies: [
        "ModelDir", "CPackTexts", "PackDigests", "PackFiles", "PackJSON", "PackProcesses", "PackThreads",
      ],
      exclude: ["Client/hub_client"], swiftSettings: strict),

    // Floor 6
    .target(
      name: "PackEvaluation",
      dependencies: [
        "Pruning", "ModelDir", "PackEncoders", "PackFiles", "PackJSON", "PackThreads", "PackYAML",
      ],
      swiftSettings: strict),

    // Floor 7
    .target(
      name: "PackValidation",
      dependencies: [
        "PackEvaluation", "PackONNX", "Pruning", "ModelDir", "PackTemplates", "PackEncoders",
        "PackTokenizers", "PackCheckpoints",
        "PackPythonCode", "PackSigning", "PackProcesses", "PackDigests", "PackFiles", "PackJSON",
        "PackThreads", "PackYAML", "CPackTexts",
      ],
      exclude: ["Running/run_package.py", "Running/Battery/battery.json"], swiftSettings: strict),

    // Floor 8
    .target(
      name: "PackDiff",
      dependencies: [
        "PackValidation", "Pruning", "ModelDir", "PackEncoders", "PackTokenizers", "PackCheckpoints",
        "PackDigests", "PackFiles", "PackJSON", "PackThreads", "PackYAML",
      ],
      swiftSettings: strict),

    .target(
      name: "PruningPack",
      dependencies: [
        "PackValidation", "PackEvaluation", "Pruning", "ModelDir", "PackTokenizers", "PackEncoders",
        "PackCheckpoints", "PackFiles",
      ],
      swiftSettings: strict),

    // Floor 9
    .executableTarget(
      name: "pruning-pack",
      dependencies: [
        "PackDiff", "PackValidation", "PackEvaluation", "PackHub", "PackONNX", "Pruning", "ModelDir",
        "PackTemplates",
        "PackEncoders", "PackTokenizers",
        "PackCheckpoints",
        "PackPythonCode", "PackSigning", "PackDigests", "PackFiles", "PackJSON", "PackThreads",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict, linkerSettings: staticLinking),

    // Benchmarks, which do not ship
    .target(name: "CPeak", path: "Benchmarks/CPeak"),
    .executableTarget(
      name: "EncoderBenchmark", dependencies: ["PackEncoders", "PackCheckpoints", "PackJSON", "CPeak"],
      path: "Benchmarks/EncoderBenchmark", swiftSettings: strict),

    // Tests
    .target(
      name: "TestSupport", dependencies: ["PackFiles", "PackJSON"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .target(
      name: "PackageFixtures",
      dependencies: [
        "TestSupport", "Pruning", "PackTokenizers", "ModelDir", "PackDigests", "PackFiles", "PackJSON",
      ],
      path: "Tests/PackageFixtures", swiftSettings: strict),
    .executableTarget(
      name: "TokenizerProbe", dependencies: ["PackTokenizers", "PackFiles", "PackJSON"],
      path: "Tests/Probes/TokenizerProbe",
      swiftSettings: strict),
    .executableTarget(
      name: "CheckpointProbe", dependencies: ["PackCheckpoints", "PackFiles"],
      path: "Tests/Probes/CheckpointProbe",
      swiftSettings: strict),
    .executableTarget(
      name: "CardProbe", dependencies: ["ModelDir", "PackYAML", "PackJSON"], path: "Tests/Probes/CardProbe",
      swiftSettings: strict),
    .executableTarget(
      name: "CodeProbe", dependencies: ["PackPythonCode", "PackFiles", "PackJSON"],
      path: "Tests/Probes/CodeProbe",
      swiftSettings: strict),
    .executableTarget(
      name: "PruningProbe", dependencies: ["Pruning", "PackJSON"], path: "Tests/Probes/PruningProbe",
      swiftSettings: strict),
    .executableTarget(
      name: "SigningProbe", dependencies: ["PackSigning", "PackFiles"], path: "Tests/Probes/SigningProbe",
      swiftSettings: strict),
    // What fuzzers and FuzzingTests feed: the readers, and what stands on the floors below them.
    .target(
      name: "FuzzReaders",
      dependencies: [
        "PackPythonCode", "PackTokenizers", "PackCheckpoints", "CPackZlib", "PackFiles", "PackJSON",
        "PackYAML",
      ],
      path: "Tests/Fuzzing/Readers", swiftSettings: strict),
    .target(
      name: "FuzzPackages",
      dependencies: [
        "FuzzReaders", "PackageFixtures", "PackValidation", "PackEvaluation", "Pruning", "ModelDir",
        "PackFiles", "PackJSON", "TestSupport",
      ],
      path: "Tests/Fuzzing/Packages", swiftSettings: strict),
    .testTarget(name: "HouseTests", dependencies: ["PackFiles", "TestSupport"], swiftSettings: testing),
    .testTarget(name: "FilesTests", dependencies: ["PackFiles", "TestSupport"], swiftSettings: testing),
    .testTarget(
      name: "ProcessesTests", dependencies: ["PackProcesses", "PackFiles", "TestSupport"],
      swiftSettings: testing),
    .testTarget(
      name: "DigestsTests", dependencies: ["PackDigests", "PackFiles", "TestSupport"], swiftSettings: testing),
    .testTarget(
      name: "JSONTests", dependencies: ["PackJSON", "PackFiles", "TestSupport"], swiftSettings: testing),
    .testTarget(
      name: "YAMLTests", dependencies: ["PackYAML", "PackFiles", "TestSupport"], swiftSettings: testing),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["PackCheckpoints", "PackFiles", "PackJSON", "TestSupport"],
      swiftSettings: testing),
    .testTarget(
      name: "SigningTests",
      dependencies: ["PackSigning", "PackFiles", "TestSupport"], swiftSettings: testing),
    .testTarget(
      name: "PythonCodeTests",
      dependencies: ["PackPythonCode", "PackTemplates", "PackFiles", "PackageFixtures", "TestSupport"],
      swiftSettings: testing),
    .testTarget(
      name: "CKernelsTests", dependencies: ["CPackKernels", "TestSupport"],
      exclude: ["Arm64", "ByteDot", "Memory"],
      swiftSettings: testing),
    .testTarget(
      name: "TokenizersTests", dependencies: ["PackTokenizers", "PackFiles", "PackJSON", "TestSupport"],
      exclude: ["Goldens"], swiftSettings: testing),
    .testTarget(
      name: "EncodersTests",
      dependencies: [
        "PackEncoders", "CPackKernels", "PackCheckpoints", "PackFiles", "PackJSON", "TestSupport",
      ],
      exclude: ["Goldens"], swiftSettings: testing),
    .testTarget(
      name: "TemplatesTests", dependencies: ["PackTemplates", "PackDigests", "PackFiles", "TestSupport"],
      swiftSettings: testing),
    .testTarget(
      name: "ModelDirTests",
      dependencies: [
        "ModelDir", "PackEncoders", "PackCheckpoints", "PackFiles", "PackJSON", "PackYAML", "PackageFixtures",
        "TestSupport",
      ],
      swiftSettings: testing),
    .testTarget(
      name: "PruningTests",
      dependencies: [
        "Pruning", "ModelDir", "PackEncoders", "PackTokenizers", "PackFiles", "PackJSON", "PackageFixtures",
        "TestSupport",
      ],
      swiftSettings: testing),
    .testTarget(
      name: "EvaluationTests",
      dependencies: ["PackEvaluation", "Pruning", "PackFiles", "PackJSON", "TestSupport"],
      swiftSettings: testing),
    .testTarget(
      name: "ValidationTests",
      dependencies: [
        "PackValidation", "Pruning", "ModelDir", "PackTemplates", "PackEncoders", "PackTokenizers",
        "PackDigests", "PackPythonCode", "PackFiles", "PackJSON", "PackageFixtures", "TestSupport",
      ],
      exclude: ["Snapshots"], swiftSettings: testing),
    .testTarget(
      name: "DiffTests",
      dependencies: ["PackDiff", "PackageFixtures", "ModelDir", "PackFiles", "PackJSON", "TestSupport"],
      swiftSettings: testing),
    .testTarget(
      name: "HubTests", dependencies: ["PackHub", "ModelDir", "PackTemplates"], swiftSettings: testing),
    .testTarget(
      name: "FuzzingTests", dependencies: ["FuzzPackages", "FuzzReaders", "PackFiles", "TestSupport"],
      swiftSettings: testing),
    .testTarget(
      name: "CommandTests",
      dependencies: ["PackFiles", "PackJSON", "PackageFixtures", "TestSupport"],
      swiftSettings: testing),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
