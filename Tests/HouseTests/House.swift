import PackFiles
import TestSupport

/// The package's own sources.
struct House {
  /// A target of Package.swift.
  struct Target: Hashable {
    var name: String
    var kind: String
    /// Its folder, below the repository.
    var path: String
  }

  /// The targets in the order of Package.swift: the floors.
  let targets: [Target]
  /// The Swift files of each target by its name; those of tests left out.
  let files: [String: [SwiftFile]]
  /// Every file of Sources, with its number of lines.
  let lineCounts: [(path: String, lines: Int)]

  /// Reads the repository.
  init() throws {
    let root = CommandRun.repository
    let manifest = String(decoding: try readFile(joinPath(root, "Package.swift")), as: UTF8.self)
    targets = Self.targets(of: manifest)
    var files: [String: [SwiftFile]] = [:]
    for target in targets where target.kind != "testTarget" && target.kind != "systemLibrary" {
      let directory = joinPath(root, target.path)
      for entry in try listDirectory(directory) where entry.kind == .file && entry.path.hasSuffix(".swift") {
        let source = try readFile(joinPath(directory, entry.path))
        files[target.name, default: []].append(
          SwiftFile(path: joinPath(target.name, entry.path), source: source))
      }
    }
    self.files = files
    let sources = joinPath(root, "Sources")
    lineCounts = try listDirectory(sources).filter { $0.kind == .file }.map { entry in
      let lines = try readFile(joinPath(sources, entry.path)).count { $0 == UInt8(ascii: "\n") }
      return (entry.path, lines)
    }
  }

  /// The targets that a manifest declares.
  static func targets(of manifest: String) -> [Target] {
    let kinds = ["systemLibrary", "target", "executableTarget", "testTarget"]
    var targets: [Target] = []
    // The label and the text of each string right inside of the call that is being read.
    var kind: String?
    var values: [String: String] = [:]
    var depth = 0
    var word = ""
    var label = ""
    var rest = Substring(manifest.text(after: "\n  targets: [") ?? "")
    while let character = rest.popFirst() {
      switch character {
      case "/" where rest.first == "/": rest = rest.drop { $0 != "\n" }
      case "\"":
        let text = rest.prefix { $0 != "\"" }
        rest = rest.dropFirst(text.count + 1)
        if depth == 1 && values[label] == nil { values[label] = String(text) }
      case "(", "[":
        if depth == 0 && character == "(" { (kind, values) = (kinds.contains(word) ? word : nil, [:]) }
        depth += 1
      case ")", "]":
        depth -= 1
        if depth < 0 { return targets }
        if depth == 0, let kind, let name = values["name"] {
          let folder = kind == "testTarget" ? "Tests" : "Sources"
          targets.append(Target(name: name, kind: kind, path: values["path"] ?? "\(folder)/\(name)"))
        }
      case ":": label = word
      case _ where character.isLetter:
        let tail = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(tail.count)
        word = String(character) + tail
      default: break
      }
    }
    return targets
  }
}

extension String {
  /// What follows a text in the string.
  fileprivate func text(after text: String) -> String? {
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(text) { return String(rest.dropFirst(text.count)) }
      rest = rest.dropFirst()
    }
    return nil
  }
}
