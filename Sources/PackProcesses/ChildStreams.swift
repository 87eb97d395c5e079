#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Our ends of a child's standard streams: what is still to be written, and what has been read.
struct ChildStreams: ~Copyable {
  /// What came from standard output.
  private(set) var output: [UInt8] = []
  /// The end of what came from standard error.
  private(set) var errors: [UInt8] = []

  private var inputEnd: Int32?
  private var outputEnd: Int32?
  private var errorEnd: Int32?
  private var toWrite: ArraySlice<UInt8>
  private let keepsInputOpen: Bool
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  /// More of standard error than anybody reads is not kept.
  private static let errorLimit = 1 << 16
  /// How long to wait for something to happen before looking whether the child has ended.
  private static let patience: Int32 = 20

  init(input: Int32, output: Int32, errors: Int32, toWrite: [UInt8], keepsInputOpen: Bool) {
    self.keepsInputOpen = keepsInputOpen
    inputEnd = input
    outputEnd = output
    errorEnd = errors
    self.toWrite = toWrite[...]
    for end in [input, output, errors] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
  }

  deinit {
    for end in [inputEnd, outputEnd, errorEnd] {
      if let end { close(end) }
    }
  }

  /// Whether the child, or what it started, may still write.
  var hasMore: Bool { outputEnd != nil || errorEnd != nil }

  /// Moves what can be moved.
  ///
  /// - Parameter waiting: whether to wait a moment for something to move; without, all that is there is read.
  mutating func transfer(waiting: Bool) {
    if toWrite.isEmpty, !keepsInputOpen, let end = inputEnd {
      close(end)
      inputEnd = nil
    }
    if waiting { waitForChange() }
    writeInput()
    outputEnd = drain(outputEnd, into: &output, &buffer, all: !waiting)
    errorEnd = drain(errorEnd, into: &errors, &buffer, all: !waiting)
    if errors.count > Self.errorLimit { errors.removeFirst(errors.count - Self.errorLimit) }
  }

  private func waitForChange() {
    var waits = [outputEnd, errorEnd].compactMap { $0 }.map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    if let inputEnd, !toWrite.isEmpty {
      waits.append(pollfd(fd: inputEnd, events: Int16(POLLOUT), revents: 0))
    }
    _ = poll(&waits, nfds_t(waits.count), Self.patience)
  }

  private mutating func writeInput() {
    guard let end = inputEnd, !toWrite.isEmpty else { return }
    let count = toWrite.withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
    if count > 0 {
      toWrite = toWrite.dropFirst(count)
    } else if errno != EAGAIN && errno != EINTR {
      // The child does not want the rest.
      toWrite = []
    }
  }

}

/// Reads from an end into a stream; returns nil when it has been closed at the other side.
private func drain(
  _ end: Int32?, into stream: inout [UInt8], _ buffer: inout [UInt8], all: Bool
) -> Int32? {
  guard let end else { return nil }
  // A program that writes without end must not keep us here: the caller looks at the limits in between.
  var rounds = all ? 64 : 1
  while rounds > 0 {
    rounds -= 1
    let count = read(end, &buffer, buffer.count)
    if count > 0 {
      stream += buffer[..<count]
    } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
      close(end)
      return nil
    } else if errno == EAGAIN {
      return end
    }
  }
  return end
}
