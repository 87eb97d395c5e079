import PackDigests
import PackFiles
import Testing

/// Git's own names for contents, from `git hash-object`.
@Suite struct GitBlobDigestTests {
  private func digest(_ bytes: [UInt8]) throws -> String {
    try bytes.withUnsafeBytes { try GitBlobDigest(of: $0, name: "bytes").description }
  }

  @Test func nothing() throws { #expect(try digest([]) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391") }

  @Test func aText() throws {
    #expect(try digest(Array("hello\n".utf8)) == "ce013625030ba8dba906f756967f9e9ca394464a")
  }

  @Test func manyBytes() throws {
    #expect(
      try digest([UInt8](repeating: 0, count: 1 << 20)) == "9e0f96a2a253b173cb45b41868209a5d043e1437")
  }
}
