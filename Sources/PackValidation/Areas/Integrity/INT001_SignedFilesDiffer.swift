import ModelDir
import PackFiles
import PackJSON
import PackSigning

extension Rule {
  static let int001 = Rule(
    "INT001", "signed-files-differ", .error, needs: [.layout],
    title: "the files are those that were signed",
    why: """
      A signature speaks of the files that it lists, and of nothing else. A file that was changed or added later, or that \
      the signer left out, comes from somebody whom nobody has named.
      """,
    advice: "Restore the signed files, or sign the package again: `pruning-pack sign DIR --key FILE`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    guard let signature = package.signature else { throw .notApplicable("the package is not signed") }
    let statement: SignedStatement
    switch signature.statement {
    case .success(let read): statement = read
    case .failure(.broken(let error)):
      context.report(
        error, advice: "Replace \(PackageLayout.signature) by one of `pruning-pack sign DIR --key FILE`.")
      return
    case .failure: throw .meansMissing("\(PackageLayout.signature) cannot be read")
    }
    // Files that are not listed cannot be held against the signature.
    if package.listing.isTooLarge {
      throw .meansMissing("the package has more than \(package.listing.limit) files and directories")
    }
    let differences = package.timings.measure("digests") {
      package.reader.reading {
        try statement.differences(
          in: package.root, files: package.listing.filePaths, threads: package.threads)
      }
    }
    switch differences {
    case .success(let differences): for difference in differences { report(difference, context) }
    case .failure(.broken(let error)) where error is FileError: context.report(error)
    case .failure: throw .meansMissing("SHA-256 is not available on this system")
    }
  }

  private static func report(_ difference: SignedFileDifference, _ context: RuleContext) {
    let again = "or sign the package again: `pruning-pack sign DIR --key FILE`."
    switch difference {
    case .changed(let path, let expected, let found):
      context.report(
        at: Place(file: path), "\(path) was changed after the package was signed", expected: expected,
        found: found, advice: "Restore the signed \(path), \(again)")
    case .missing(let path):
      context.report(
        at: Place(file: path), "\(path) was signed and is missing", advice: "Restore \(path), \(again)")
    case .unsigned(let path):
      context.report(
        at: Place(file: path), "\(path) is not among the signed files",
        advice: "Delete \(path), \(again)")
    case .ignored(let path, let ignored):
      guard PackageSignature.isLoaded(path) else { return }
      context.report(
        at: Place(file: path), "\(path) is loaded, and the signature leaves it out",
        expected: "a signature of every file that is loaded",
        found: "the ignored path \(ignored.quotedForMessage)",
        advice: "Sign the package again, with \(path): `pruning-pack sign DIR --key FILE`.")
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a card that was changed later") {
    try $0.sign()
    try $0.append("More words.", to: "README.md")
  },
  .bad("a signed file that is gone") {
    try $0.write("Trained on a laptop.\n", to: "NOTES.txt")
    try $0.sign()
    try $0.remove("NOTES.txt")
  },
  .bad("a file that was added later") {
    try $0.sign()
    try $0.write("Trained on a laptop.\n", to: "NOTES.txt")
  },
  .bad("weights that the signer left out") { try $0.sign(ignoring: [$0.mode.subModelDirectory]) },
  .bad("data of a graph that look like a picture") { package in
    let data = try package.addGraph { $0.location = "architecture.png" }
    try package.write(data, to: "onnx/architecture.png")
    try package.sign(ignoring: ["onnx/architecture.png"])
  },
  .bad("a signature that is none", blocks: true) { try $0.write("{}", to: PackageLayout.signature) },
  .good("what a checkout adds") {
    try $0.sign()
    try $0.write("*.safetensors filter=lfs\n", to: ".gitattributes")
  },
  .good("a picture that the signer left out") {
    try $0.write("<svg/>", to: "images/architecture.svg")
    try $0.sign(ignoring: ["images"])
  },
]
