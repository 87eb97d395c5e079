import PackFiles

/// Tells by its bytes what a file is, and scans what can be unpickled in it.
///
/// A file can be several things at once, a pickle that ends as a zip archive does among them, and each of them has a
/// reader: all are looked at.
struct ContentScan {
  let bytes: UnsafeRawBufferPointer
  /// The name that messages give the bytes.
  let name: String
  /// Where they stand in a file: the paths of members, or nil for the file itself.
  let member: String?
  /// Whether more follows that is not there, because so much was inflated and no more.
  let isCut: Bool
  /// How many archives and compressed files the bytes lie in.
  let depth: Int
  let budget: ScanBudget

  /// A scan of a whole file.
  init(_ bytes: UnsafeRawBufferPointer, name: String) {
    self.init(bytes, name: name, member: nil, isCut: false, depth: 0, budget: ScanBudget())
  }

  private init(
    _ bytes: UnsafeRawBufferPointer, name: String, member: String?, isCut: Bool, depth: Int,
    budget: ScanBudget
  ) {
    self.bytes = bytes
    self.name = name
    self.member = member
    self.isCut = isCut
    self.depth = depth
    self.budget = budget
  }

  /// Scans the bytes; nil where they hold no pickle, and all of them were looked at.
  func scan() -> PickleScan? {
    var sum = ScanSum()
    if ZipEnd.isArchive(bytes) { sum.add(packed { scanZip() }) }
    if TarArchive.isArchive(bytes) { sum.add(packed { scanTar() }) }
    sum.add(scanArrays())
    if let format = CompressedFormat(bytes) { sum.add(packed { scanCompressed(format) }) }
    sum.add(scanPickles())
    return sum.scan()
  }

  /// What is inside the bytes.
  ///
  /// - Parameter path: the member's path; nil for what was compressed.
  func inner(_ bytes: UnsafeRawBufferPointer, path: String?, isCut: Bool) -> ContentScan {
    let member = path.map { path in self.member.map { "\($0):\(path)" } ?? path } ?? self.member
    return ContentScan(
      bytes, name: path.map { "\(name):\($0)" } ?? name, member: member, isCut: isCut, depth: depth + 1,
      budget: budget)
  }

  /// Looks into an archive or a compressed file, if it does not lie in too many.
  private func packed(_ scan: () -> PickleScan?) -> PickleScan? {
    guard depth >= ScanBudget.depth else { return scan() }
    return PickleScan(
      kind: .compressed, foundPickle: false,
      problem: ScanBudget.error(
        "archives are nested too deeply to scan", at: Place(file: name),
        expected: "at most \(ScanBudget.depth) layers"))
  }

  /// Scans pickles that follow each other; nil where the bytes begin with none.
  ///
  /// - Parameters:
  ///   - kind: what the whole is.
  ///   - start: where the first begins.
  func scanPickles(_ kind: PickleScan.Kind? = nil, from start: Int = 0) -> PickleScan? {
    // Five pickles; the storages that follow are numbers, which could look like anything.
    let most = kind == nil && start == 0 && TorchStream.isStream(bytes) ? 5 : Int.max
    var imports: [PickleImport] = []
    var problem: CheckpointError?
    var position = start
    var count = 0
    var found = false
    while position < bytes.count, count < most, problem == nil {
      let scanner = PickleScanner(bytes, name: name, from: position, isCut: isCut, budget: budget)
      let isPickle = scanner.isPickle(bytes, from: position, isCut: isCut)
      guard isPickle || scanner.isSound && scanner.end != nil else { break }
      found = found || isPickle
      count += 1
      imports += scanner.imports.map {
        PickleImport(
          module: $0.module, name: $0.name, member: member, byteOffset: $0.offset, isAllowed: $0.isAllowed)
      }
      problem = scanner.stopsEarly(isCut: isCut) ? stopped(scanner) : scanner.problem
      position = scanner.end ?? bytes.count
    }
    guard found else { return nil }
    let isWhole = most == 5 ? count == 5 : PickleScanner.isBlank(bytes[position...])
    if !isWhole, problem == nil {
      problem = CheckpointError(
        .pickleMalformed, at: Place(file: name, byteOffset: position),
        problem: "bytes after the pickle's end are not another pickle")
    }
    return PickleScan(
      kind: kind ?? (most == 5 ? .torchLegacy : .pickle), imports: imports, problem: problem)
  }

  private func stopped(_ scanner: PickleScanner) -> CheckpointError? {
    guard let problem = scanner.problem, problem.code == .pickleTruncated else { return scanner.problem }
    return ScanBudget.error(
      "pickle is longer than the decompressed part", at: problem.place,
      expected: "at most \(ScanBudget.layer) bytes")
  }

  /// NumPy arrays whose elements may be objects: a pickle follows the header. One array may follow another.
  func scanArrays() -> PickleScan? {
    guard bytes.starts(with: Self.arrayMagic) else { return nil }
    var sum = ScanSum()
    var start: Int? = 0
    while let header = start {
      let version = bytes.integer(UInt8.self, at: header + 6)
      let size =
        version == 1
        ? bytes.integer(UInt16.self, at: header + 8).map { Int($0) + 10 }
        : bytes.integer(UInt32.self, at: header + 8).map { Int($0) + 12 }
      if let size, size <= bytes.count - header { sum.add(scanPickles(.numpy, from: header + size)) }
      start = bytes.firstRange(of: Self.arrayMagic, from: header + 1)
    }
    return sum.scan()
  }

  private static let arrayMagic = [0x93] + Array("NUMPY".utf8)
}
