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

  /// Writes a text whole; the reader may have gone, which is not an error.
  func write(_ text: String) {
    InterruptCleanup.shared.waitIfEnding()
    var text = text
    text.withUTF8 { write($0) }
  }

  private func write(_ bytes: UnsafeBufferPointer<UInt8>) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = systemWrite(descriptor, UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: rest)))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        // The reader has gone (EPIPE), or the disk behind a redirection is full: nothing more can be said there.
        if descriptor == STDOUT_FILENO {
          if errno != EPIPE {
            standardError.complain("standard output: \(String(cString: strerror(errno)))")
          }
          exitProcess(errno == EPIPE ? 128 + SIGPIPE : CommandFailure.Status.failed.rawValue)
        }
        return
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes what went wrong, on one line: names in it may be anybody's.
  func complain(_ message: String) { write("pruning-pack: \(message.visible)\n") }

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
