import PackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a file has, or standard input for `-`.
struct InputFile {
  /// Its bytes, without a byte order mark.
  let bytes: [UInt8]
  /// What messages call the input.
  let name: String

  init(_ path: String) throws {
    if path == "-" {
      name = "standard input"
      bytes = Array(withoutByteOrderMark(try Self.readStandardInput()))
    } else {
      name = path
      bytes = Array(withoutByteOrderMark(try readFile(path)))
    }
  }

  /// Lines that are not empty, without their ends, with their numbers from 1.
  var lines: [(number: Int, bytes: [UInt8])] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
      .filter { !$0.element.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } }
      .map { ($0.offset + 1, Array($0.element)) }
  }

  private static func readStandardInput() throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileError(errno: errno, path: "standard input", operation: "read") }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }
}
