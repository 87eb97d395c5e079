import PackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A stream that the process was started with.
struct StandardStream {
  let descriptor: Int32

  /// Writes a text whole; whoever reads it may have gone, which is no failure of ours.
  func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        // The reader has gone (EPIPE), or the disk behind a redirection is full: nothing more can be said there.
        if descriptor == STDOUT_FILENO {
          if errno != EPIPE {
            standardError.write("pruning-pack: standard output: \(String(cString: strerror(errno)))\n")
          }
          exitProcess(errno == EPIPE ? 128 + SIGPIPE : CommandFailure.Status.failed.rawValue)
        }
        return
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Whether a person is looking.
  var isTerminal: Bool { isatty(descriptor) == 1 }
}

/// Results.
let standardOutput = StandardStream(descriptor: STDOUT_FILENO)
/// Progress and diagnostics.
let standardError = StandardStream(descriptor: STDERR_FILENO)

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

/// Ends the process.
func exitProcess(_ status: Int32) -> Never { exit(status) }

/// Lets a write to a closed pipe, or beyond a limit on file sizes, fail instead of killing the process unseen.
func letWritesFail() {
  signal(SIGPIPE, SIG_IGN)
  signal(SIGXFSZ, SIG_IGN)
}

/// Number of processors that are there to be used.
func availableProcessors() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// A variable of the environment.
func environmentVariable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// The directory that the process works in.
func workingDirectory() -> String { resolvedPath(".") ?? "." }

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

/// What follows the byte order mark that some editors put before UTF-8.
func withoutByteOrderMark(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
  bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
}
