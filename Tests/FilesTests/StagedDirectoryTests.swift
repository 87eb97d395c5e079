import PackFiles
import TestSupport
import Testing

@Suite struct StagedDirectoryTests {
  @Test func appearsWholeAndLeavesNothingBehind() throws {
    let directory = try TemporaryDirectory()
    let staged = try StagedDirectory(for: directory.file("out"))
    try writeFile(joinPath(staged.path, "file"), "new")
    #expect(fileKind(directory.file("out")) == nil)
    try staged.commit(replacing: false)
    #expect(try listDirectory(directory.path).map(\.path) == ["out", "out/file"])
  }

  @Test func isRemovedWhenGivenUp() throws {
    let directory = try TemporaryDirectory()
    do {
      let staged = try StagedDirectory(for: directory.file("out"))
      try writeFile(joinPath(staged.path, "file"), "new")
    }
    #expect(try listDirectory(directory.path).isEmpty)
  }

  @Test func replacesOnlyWhenAsked() throws {
    let directory = try TemporaryDirectory()
    try makeDirectory(directory.file("out"))
    _ = try directory.write("out/old", "old")
    do {
      let staged = try StagedDirectory(for: directory.file("out"))
      let error = #expect(throws: FileError.self) { try staged.commit(replacing: false) }
      #expect(error?.code == .alreadyExists)
    }
    #expect(try listDirectory(directory.path).map(\.path) == ["out", "out/old"])
    let staged = try StagedDirectory(for: directory.file("out/"))
    try writeFile(joinPath(staged.path, "new"), "new")
    try staged.commit(replacing: true)
    #expect(try listDirectory(directory.path).map(\.path) == ["out", "out/new"])
  }

  @Test func needsAParentThatIsADirectory() throws {
    let directory = try TemporaryDirectory()
    _ = try directory.write("file", "x")
    let missing = #expect(throws: FileError.self) { try StagedDirectory(for: directory.file("no/out")) }
    #expect(missing?.code == .notFound)
    let file = #expect(throws: FileError.self) { try StagedDirectory(for: directory.file("file/out")) }
    #expect(file?.code == .notDirectory)
    #expect(throws: FileError.self) { try StagedDirectory(for: directory.file("..")) }
  }
}
