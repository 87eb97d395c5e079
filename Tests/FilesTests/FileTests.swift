import PackFiles
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct FileTests {
  @Test func mapsAndReadsTheSameBytes() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("mit Leerzeichen und ü.bin", [1, 2, 3])
    #expect(try MappedFile(path).withBytes { Array($0) } == [1, 2, 3])
    #expect(try readFile(path) == [1, 2, 3])
    let empty = try directory.write("empty", [])
    #expect(try MappedFile(empty).withBytes { $0.isEmpty })
    #expect(try readFile(empty).isEmpty)
  }

  @Test func whatWasReleasedIsReadAgain() throws {
    let bytes = (0..<20_580).map { UInt8(truncatingIfNeeded: $0 * 31 >> 3) }
    let directory = try TemporaryDirectory()
    let file = try MappedFile(directory.write("weights", bytes))
    for range in [0..<0, 1..<4097, 4096..<8192, 20_000..<20_580, 0..<20_580, -4096..<9000, 0..<30_000] {
      file.release(range)
      #expect(file.withBytes { Array($0) } == bytes)
    }
  }

  @Test func whatIsNoFileIsAnError() throws {
    let directory = try TemporaryDirectory()
    let fifo = directory.file("fifo")
    #expect(mkfifo(fifo, 0o600) == 0)
    for (path, code) in [
      (directory.path, FileError.Code.isDirectory), (directory.file("absent"), .notFound),
      (fifo, .notRegularFile), ("/dev/null", .notRegularFile),
    ] {
      let mapped = #expect(throws: FileError.self) { try MappedFile(path) }
      #expect(mapped?.code == code)
      let read = #expect(throws: FileError.self) { try readFile(path) }
      #expect(read?.code == code)
      #expect(read?.place.file == path)
    }
    let large = try directory.write("large", [UInt8](repeating: 0, count: 100))
    #expect(throws: FileError.self) { try readFile(large, limit: 99) }
  }

  @Test func copiesWithoutTouchingWhatExists() throws {
    let directory = try TemporaryDirectory()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let source = try directory.write("source", bytes)
    #expect(symlink("source", directory.file("link")) == 0)
    try copyFile(directory.file("link"), to: directory.file("copy"))
    #expect(try readFile(directory.file("copy")) == bytes)
    #expect(fileKind(directory.file("copy"), followingLinks: false) == .file)
    let error = #expect(throws: FileError.self) { try copyFile(source, to: directory.file("copy")) }
    #expect(error?.code == .alreadyExists)
  }

  @Test func aFullDiskIsReported() throws {
    guard fileKind("/dev/full") != nil else { return }
    // /dev/full takes the open and refuses every write, as a full disk does.
    let directory = try TemporaryDirectory()
    let source = try directory.write("source", [UInt8](repeating: 7, count: 1 << 17))
    #expect(symlink("/dev/full", directory.file("full")) == 0)
    let error = #expect(throws: FileError.self) { try copyFile(source, to: directory.file("full")) }
    #expect(error?.code == .alreadyExists)
    #expect(FileError(errno: ENOSPC, path: "x", operation: "write").code == .outOfSpace)
  }

  @Test func listsWithoutFollowingLinks() throws {
    let directory = try TemporaryDirectory()
    try makeDirectory(directory.file("b"))
    _ = try directory.write("b/inner", [1])
    _ = try directory.write("a", [1, 2])
    #expect(symlink("..", directory.file("b/loop")) == 0)
    let entries = try listDirectory(directory.path)
    #expect(entries.map(\.path) == ["a", "b", "b/inner", "b/loop"])
    #expect(entries.map(\.kind) == [.file, .directory, .file, .link])
    #expect(entries.first?.size == 2)
    #expect(linkTarget(directory.file("b/loop")) == "..")
    #expect(throws: FileError.self) { try listDirectory(directory.path, limit: 3) }
  }

  @Test(arguments: [
    ("a/b", "a", "b"), ("b", ".", "b"), ("/b", "/", "b"), ("a/b//", "a", "b"), ("/", "/", "/"),
    ("a//b", "a", "b"), ("./x y/ü", "./x y", "ü"),
  ])
  func pathsComeApart(path: String, parent: String, last: String) {
    #expect(parentPath(path) == parent)
    #expect(lastPathComponent(path) == last)
  }
}
