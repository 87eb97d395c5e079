import ModelDir
import PackCheckpoints
import PackEncoders
import PackFiles

extension Rule {
  static let sec001 = Rule(
    "SEC001", "pickle", .error, needs: [.layout], guardsCode: true,
    title: "no file is a pickle, whatever its name",
    why: """
      A pickle is a program that runs when it is loaded. Scanners that look at names, or at lists of bad imports, miss some. \
      This rule looks at the bytes of every file, and refuses any pickle, in an archive or an array too. It also refuses a \
      file that loaders of pickles open and this tool cannot look into.
      """,
    advice: """
      Convert the weights to safetensors with `pruning-pack save --from`, or with `safetensors.torch.save_file`. Delete any \
      other pickle.
      """,
    fix: .pickledHead,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    if package.settings.allowsPickle {
      throw .notApplicable("pickles are allowed on request, and SEC002 checks them")
    }
    for (path, scan) in package.pickles {
      if scan.foundPickle {
        context.report(
          at: Place(file: path), "\(path) is a pickle", expected: "safetensors", found: phrase(scan),
          advice: "Delete \(path), or convert it to safetensors with `pruning-pack save --from`.")
      } else if let problem = scan.problem {
        context.report(
          at: Place(file: path, byteOffset: problem.place.byteOffset),
          "\(path) may hold a pickle: \(problem.problem)", expected: problem.expected, found: problem.found,
          advice: "Delete \(path), or unpack it.")
      }
    }
  }
}

/// What a file is, and what makes it worse than a state dict.
private func phrase(_ scan: PickleScan) -> String {
  let harmful = scan.imports.first { !$0.isAllowed }
  return scan.kind.phrase + (harmful.map { ", which imports \($0.qualifiedName)" } ?? "")
}

extension PickleScan.Kind {
  fileprivate var phrase: String {
    switch self {
    case .pickle: "a pickle"
    case .torch: "a PyTorch archive"
    case .torchLegacy: "a PyTorch file from before version 1.6"
    case .tar: "a PyTorch tar archive from before version 0.1.10"
    case .zip: "a zip archive with a pickle in it"
    case .numpy: "a NumPy array of objects"
    case .compressed: "a compressed pickle"
    }
  }
}

extension Fix {
  /// Nothing in the pickle is run, and one that imports more than a state dict needs is left for a person to look at.
  fileprivate static let pickledHead = Fix(
    """
    a pickled head is converted to safetensors without being run, and a pickle that repeats the safetensors is deleted; one \
    that imports more than a state dict needs is left alone
    """
  ) { plan in
    let pickle = "\(PackageLayout.head)/\(Checkpoint.pickleName)"
    let target = "\(PackageLayout.head)/\(Checkpoint.fileName)"
    let path = joinPath(plan.package.root, pickle)
    // A user who allows pickles wants to keep them.
    guard !plan.package.settings.allowsPickle, plan.package.listing.files.contains(pickle),
      try PickleScan(path, name: pickle)?.isAllowed == true,
      let checkpoint = try? Checkpoint(file: path, name: pickle, readsPickles: true),
      isHead(checkpoint, (try? plan.package.documents.config.get())?.head.shape)
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

  /// Whether a checkpoint has the tensors of a head: of the package's, or of a linear layer where that cannot be read.
  private static func isHead(_ checkpoint: Checkpoint, _ shape: PruningHeadShape?) -> Bool {
    let names = Set(checkpoint.tensors.map(\.name))
    let needed = Set(HeadTensors.needed(shape ?? PruningHeadShape(hiddenSize: 1)).map(\.name))
    return names.isSuperset(of: needed) && names.isSubset(of: needed.union(HeadTensors.poolingNames))
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
