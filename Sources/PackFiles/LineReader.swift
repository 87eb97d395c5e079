#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The lines of a file, or of standard input for `-`, one after the other: memory holds one line at a time.
package final class LineReader {
  /// What messages call the input.
  package let name: String
  /// Bytes of the file; nil where that is not known, as of a pipe, which can be read once.
  package let size: Int?
  /// Bytes that were read so far.
  package private(set) var position = 0
  /// The share of the input that has been read, from 0 to 1; nil where its size is not known.
  package var share: Double? { size.map { Double(position) / Double(max($0, 1)) } }

  /// Most bytes of a line.
  private static let lineLimit = 1 << 30

  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var filled: Range<Int> = 0..<0
  private var number = 0

  /// Opens a file.
  ///
  /// - Parameter path: the file; `-` for standard input.
  /// - Throws: ``FileError``.
  package init(_ path: String) throws(FileError) {
    if path == "-" {
      name = "standard input"
      descriptor = STDIN_FILENO
      size = nil
      return
    }
    name = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "open") }
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    size = isFile ? Int(status.st_size) : nil
  }

  deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

  /// Whether reading on would wait for more.
  private var isWaiting: Bool {
    var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&state, 1, 0) == 0
  }

  /// The next line that is not blank, without its end, and its number from 1; nil at the end.
  ///
  /// - Parameter whenWaiting: is called where more input has not come yet, and the next line is not complete.
  /// - Throws: ``FileError``, and what `whenWaiting` throws.
  package func next(whenWaiting: () throws -> Void = {}) throws -> (number: Int, bytes: [UInt8])? {
    var line: [UInt8] = []
    var isAtEnd = false
    while !isAtEnd {
      if filled.isEmpty {
        if isWaiting { try whenWaiting() }
        try fill()
      }
      if filled.isEmpty {
        isAtEnd = true
        if line.isEmpty { return nil }
      } else if let end = buffer[filled].firstIndex(of: UInt8(ascii: "\n")) {
        line += buffer[filled.lowerBound..<end]
        filled = end + 1..<filled.upperBound
      } else {
        line += buffer[filled]
        filled = 0..<0
        guard line.count <= Self.lineLimit else {
          throw FileError(
            .tooLarge, path: name, problem: "line \(number + 1) is too long", expected: "at most 1 GiB",
            found: nil)
        }
        continue
      }
      number += 1
      if number == 1 { line = Array(withoutByteOrderMark(line)) }
      if !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return (number, line) }
      line = []
    }
    return nil
  }

  private func fill() throws(FileError) {
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileError(errno: errno, path: name, operation: "read") }
      filled = 0..<count
      position += count
      if count == 0, let size, position < size {
        throw FileError(
          .changedWhileReading, path: name, problem: "the file changed while it was read",
          expected: "\(groupedText(size)) bytes", found: "\(groupedText(position))")
      }
      return
    }
  }
}
