import ModelDir
import PackFiles
import PackValidation
import PackageFixtures
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The package of an example, in a directory that goes away with it.
struct DiskPackage: ExamplePackage {
  private let package: TinyPackage
  let mode: PackageMode

  /// A good package for an example to change.
  init(_ base: RuleExample.Base) throws {
    let isRanking = ![.encoder, .recordedEncoder].contains(base)
    mode = isRanking ? .rerankingPruning : .pruningOnly
    var model = TinyModel(isRanking: isRanking)
    switch base {
    case .reranker, .encoder: package = try TinyPackage(isRanking: isRanking)
    case .classifier:
      model.labels = 3
      package = try TinyPackage(model)
    case .recorded, .recordedEncoder: package = try TinyPackage.recorded(model)
    }
  }

  /// The package's directory.
  var root: String { package.path }

  func bytes(_ name: String) throws -> [UInt8] { try readFile(package.file(name)) }

  func files() throws -> [String] {
    try listDirectory(root).filter { $0.kind == .file }.map(\.path)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try makeParents(of: name)
    try overwriteFile(package.file(name), bytes)
  }

  func remove(_ name: String) throws { try package.remove(name) }

  func makeDirectory(_ name: String) throws {
    try makeParents(of: name)
    if fileKind(package.file(name)) == nil { try PackFiles.makeDirectory(package.file(name)) }
  }

  func makeLink(_ name: String, to target: String) throws {
    try check(symlink(target, package.file(name)), name)
  }

  func makePipe(_ name: String) throws { try check(mkfifo(package.file(name), 0o600), name) }

  func makeSparseFile(_ name: String, size: Int) throws {
    try write([], to: name)
    try check(truncate(package.file(name), off_t(size)), name)
  }

  private func makeParents(of name: String) throws {
    let parent = parentPath(name)
    guard !parent.isEmpty, parent != ".", fileKind(package.file(parent)) == nil else { return }
    try makeDirectory(parent)
  }

  private func check(_ status: Int32, _ name: String) throws {
    if status != 0 { throw ExampleError(at: Place(file: name), problem: String(cString: strerror(errno))) }
  }
}

extension RuleExample {
  /// What the gate says of the example.
  func report() throws -> VerifyReport {
    let package = try DiskPackage(base)
    try change(package)
    var settings = VerifySettings()
    settings.allowsPickle = allowsPickle
    // Most examples start from a package without recorded outputs, and are about something else.
    if ![.recorded, .recordedEncoder].contains(base) { settings.ignored = ["RUN007"] }
    let model = try fault.map { try FaultyEncoder(package.root, fault: $0) }
    var report = try Verifier.verify(
      PackageInspection(root: package.root, threads: 1, settings: settings, model: model))
    report.package = "package"
    return report
  }
}
