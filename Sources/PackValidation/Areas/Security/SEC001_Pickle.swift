import ModelDir
import PackCheckpoints
import PackFiles

extension Rule {
  static let sec001 = Rule(
    "SEC001", "pickle", .error, needs: [.layout], guardsCode: true,
    title: "no pickle, whatever its name",
    why: """
      A pickle is a program that runs when it is loaded. Scanners look at names and lists of bad imports, and lose: this rule \
      looks at the bytes of every file, and refuses any pickle, in an archive or an array too. Where it cannot look, it does \
      not say that there is none: a file that loaders of pickles open and this tool does not is refused as well.
      """,
    advice:
      "Convert it with `pruning-pack save --from`, or write the tensors with `safetensors.torch.save_file`.",
    fix: .pickledHead,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    if package.settings.allowsPickle {
      throw .notApplicable("pickles are allowed on request: SEC002 judges them")
    }
    for (path, scan) in package.pickles {
      if scan.foundPickle {
        context.report(
          at: Place(file: path), "the file is a pickle", expected: "safetensors", found: scan.kind.rawValue)
      } else if let problem = scan.problem {
        context.report(
          at: Place(file: path, byteOffset: problem.place.byteOffset),
          "whether the file holds a pickle cannot be told: \(problem.problem)", expected: problem.expected,
          found: problem.found)
      }
    }
  }
}

extension Fix {
  /// Nothing in the pickle is run, and one that imports more than a state dict needs is left for a person to look at.
  fileprivate static let pickledHead = Fix(
    "a pickled head becomes safetensors, and a pickle that repeats the safetensors goes; one that imports more than a state dict needs is left alone"
  ) { plan in
    let pickle = "\(PackageLayout.head)/\(Checkpoint.pickleName)"
    let target = "\(PackageLayout.head)/\(Checkpoint.fileName)"
    let path = joinPath(plan.package.root, pickle)
    // Whoever allows pickles wants to keep them.
    guard !plan.package.settings.allowsPickle, plan.package.listing.files.contains(pickle),
      try PickleScan(path, name: pickle)?.isAllowed == true,
      let checkpoint = try? Checkpoint(file: path, name: pickle, readsPickles: true), isHead(checkpoint)
    else { return }
    if plan.package.listing.files.contains(target) {
      // Which of two heads is the right one, nobody but its maker knows.
      guard case .success(let head) = plan.package.weights.head, isEqual(head, checkpoint) else { return }
    } else {
      let summary = checkpoint.tensors.map { "+\($0.name) \($0.dtype.rawValue) \($0.shapeText)" }
      plan.rewrite(target, for: "SEC001", summary: summary) { path in
        try SafetensorsWriter.write(
          checkpoint.tensors.map { SafetensorsWriter.Entry(name: $0.name, tensor: $0) }, to: path)
      }
    }
    plan.remove(pickle, for: "SEC001")
  }

  private static func isHead(_ checkpoint: Checkpoint) -> Bool {
    let names = Set(checkpoint.tensors.map(\.name))
    return names.isSuperset(of: ["classifier.weight", "classifier.bias"])
      && names.isSubset(
        of: ["classifier.weight", "classifier.bias", "pooling_weights.weight", "pooling_weights.bias"])
  }

  private static func isEqual(_ left: Checkpoint, _ right: Checkpoint) -> Bool {
    left.tensors.count == right.tensors.count
      && zip(left.tensors, right.tensors).allSatisfy { left, right in
        left.name == right.name && left.dtype == right.dtype && left.shape == right.shape
          && left.file.withBytes { mine in
            right.file.withBytes { others in
              mine[left.byteRange].elementsEqual(others[right.byteRange])
            }
          }
      }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a pickle beyond a line of 4,096 bytes") {
    let line = "S'" + String(repeating: "x", count: 4094) + "'\n0"
    try $0.write(line + "cos\nsystem\n(S'id'\ntR.", to: "pytorch_model.bin")
  },
  .bad("a compressed file that is not looked into") {
    try $0.write([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4, 0xE6, 0xD6], to: "data.xz")
  },
  .bad("a pickle under another name") { try $0.write(ExamplePickle.harmless, to: "notes.txt") },
  .bad("a pickle in text") { try $0.write(ExamplePickle.harmful, to: "notes.txt") },
  .bad("a pickle below a layer of gzip") { try $0.write(ExamplePickle.gzipped, to: "notes.dat") },
  .good("text that begins like zlib") { try $0.write("x^2 is a parabola, Hj is not.\n", to: "notes.txt") },
]
