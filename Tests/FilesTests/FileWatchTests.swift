import PackFiles
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What becomes of whoever reads files that somebody else writes to.
@Suite struct FileWatchTests {
  private static let bytes = [UInt8](repeating: 7, count: 100_000)

  /// Ways to change a file of ``bytes`` under its reader.
  enum Change: CaseIterable {
    case emptied, cut, cutInLastPage, grown, rewritten, rewrittenWithOldTime, replaced, removed

    func apply(to path: String) throws {
      var status = stat()
      #expect(stat(path, &status) == 0)
      switch self {
      case .emptied: #expect(truncate(path, 0) == 0)
      case .cut: #expect(truncate(path, 8192) == 0)
      case .cutInLastPage: #expect(truncate(path, 99_999) == 0)
      case .grown: #expect(truncate(path, 100_001) == 0)
      case .rewritten: try overwrite(path)
      case .rewrittenWithOldTime:
        try overwrite(path)
        #if canImport(Darwin)
          let times = [status.st_atimespec, status.st_mtimespec]
        #else
          let times = [status.st_atim, status.st_mtim]
        #endif
        #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
      case .replaced:
        try writeFile(path + ".new", [UInt8](repeating: 7, count: 100_000))
        #expect(rename(path + ".new", path) == 0)
      case .removed: #expect(unlink(path) == 0)
      }
    }

    /// Writes other bytes in place; the system's clock for files must have gone on since they were written.
    private func overwrite(_ path: String) throws {
      usleep(20_000)
      let descriptor = open(path, O_WRONLY)
      #expect(descriptor >= 0)
      let other = [UInt8](repeating: 8, count: 100_000)
      #expect(write(descriptor, other, other.count) == other.count)
      close(descriptor)
    }
  }

  @Test(arguments: Change.allCases) func aFileThatChangesUnderItsMapIsAnError(_ change: Change) throws {
    MappedFile.survivesFaults()
    let directory = try TemporaryDirectory()
    let path = try directory.write("weights", Self.bytes)
    let watch = FileWatch([directory.path])
    let file = try MappedFile(path, name: "the weights")
    try watch.check()
    try change.apply(to: path)
    // Every page is touched: without the handler the process ends here.
    #expect(file.withBytes { $0.reduce(0) { $0 &+ Int($1) } } >= 0)
    let error = #expect(throws: FileError.self) { try watch.check() }
    #expect(error?.code == .changedWhileReading)
    #expect(error?.place.file == "the weights")
  }

  @Test(arguments: Change.allCases) func mapsOutliveTheNameOfTheirFileOnly(_ change: Change) throws {
    MappedFile.survivesFaults()
    let directory = try TemporaryDirectory()
    let path = try directory.write("weights", Self.bytes)
    let watch = FileWatch([directory.path])
    let file = try MappedFile(path)
    try watch.keepMaps()
    try change.apply(to: path)
    if change == .replaced || change == .removed {
      try watch.check()
      #expect(file.withBytes { $0.allSatisfy { $0 == 7 } })
    } else {
      #expect(throws: FileError.self) { try watch.check() }
    }
  }

  @Test func aChangeIsRememberedWhenTheMapIsGone() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("weights", Self.bytes)
    let watch = FileWatch([directory.path])
    var file: MappedFile? = try MappedFile(path)
    #expect(file?.count == Self.bytes.count)
    try watch.keepMaps()
    #expect(truncate(path, 10) == 0)
    file = nil
    #expect(throws: FileError.self) { try watch.check() }
    // It is no business of whoever begins later.
    try FileWatch([directory.path]).check()
  }

  @Test func whatIsReadWholeOrCopiedIsWatchedToo() throws {
    let directory = try TemporaryDirectory()
    let read = try directory.write("config.json", "{}")
    let copied = try directory.write("tokenizer.json", "{}")
    let watch = FileWatch([directory.path])
    _ = try readFile(read)
    try copyFile(copied, to: directory.file("copy"))
    try watch.check()
    #expect(truncate(copied, 1) == 0)
    #expect(throws: FileError.self) { try watch.check() }
    let other = FileWatch([directory.path])
    _ = try readFile(read)
    #expect(truncate(read, 1) == 0)
    let error = #expect(throws: FileError.self) { try other.check() }
    #expect(
      error?.description == "\(read): the file changed while it was read: expected 2 bytes, found 1 byte")
  }

  @Test func linksAndPermissionsAreNoChange() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("weights", Self.bytes)
    let watch = FileWatch([directory.path])
    let file = try MappedFile(path)
    usleep(20_000)
    try linkFile(path, to: directory.file("second"))
    try watch.check()
    #expect(chmod(path, 0o600) == 0)
    try watch.check()
    #expect(file.count == Self.bytes.count)
  }

  @Test func aFailureBesideAChangeIsTheChange() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("config.json", "{}")
    let error = #expect(throws: FileError.self) {
      try FileWatch.during([directory.path]) { _ in
        _ = try readFile(path)
        #expect(truncate(path, 0) == 0)
        throw FileError(.notFound, path: "another", problem: "is missing")
      }
    }
    #expect(error?.place.file == path)
  }

  @Test func aWatchKnowsOfItsPathsAlone() throws {
    let directory = try TemporaryDirectory()
    let beside = try directory.write("package-2", "{}")
    let inside = directory.file("package")
    try makeDirectory(inside)
    try writeFile(joinPath(inside, "config.json"), "{}")
    let watches = [inside, inside + "/"].map { FileWatch([$0]) }
    _ = try readFile(beside)
    #expect(truncate(beside, 0) == 0)
    _ = try readFile(joinPath(inside, "config.json"))
    for watch in watches { try watch.check() }
    #expect(truncate(joinPath(inside, "config.json"), 0) == 0)
    for watch in watches { #expect(throws: FileError.self) { try watch.check() } }
  }

  @Test func manyMapsAreKnownToTheHandler() throws {
    MappedFile.survivesFaults()
    let directory = try TemporaryDirectory()
    var files: [MappedFile] = []
    for number in 0..<400 { files.append(try MappedFile(directory.write("\(number)", Self.bytes))) }
    for number in 0..<400 where number % 7 == 0 { #expect(truncate(directory.file("\(number)"), 0) == 0) }
    for (number, file) in files.enumerated() {
      #expect(file.withBytes { $0.last } == (number % 7 == 0 ? 0 : 7))
    }
  }
}
