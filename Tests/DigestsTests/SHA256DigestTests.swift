import PackDigests
import PackFiles
import TestSupport
import Testing

@Suite struct SHA256DigestTests {
  /// Examples of FIPS 180-4.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func agreesWithTheStandard(text: String, expected: String) throws {
    #expect(try SHA256Digest(of: Array(text.utf8), name: "text").description == expected)
  }

  @Test func digestsAMappedFile() throws {
    let directory = try TemporaryDirectory()
    let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    try writeFile(directory.file("million"), million)
    try writeFile(directory.file("empty"), "")
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(try SHA256Digest(of: MappedFile(directory.file("million"))).description == expected)
    let empty = try SHA256Digest(of: MappedFile(directory.file("empty")))
    #expect(try empty == SHA256Digest(of: [UInt8](), name: "nothing"))
  }

  @Test func readsWhatItWrites() throws {
    let digest = try SHA256Digest(of: Array("abc".utf8), name: "text")
    #expect(SHA256Digest(hexadecimal: digest.description) == digest)
    for wrong in ["", "ba78", String(repeating: "g", count: 64), digest.description.uppercased()] {
      #expect(SHA256Digest(hexadecimal: wrong) == nil)
    }
  }
}
