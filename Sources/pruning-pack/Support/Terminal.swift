import PackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The terminal that the process was started on, whatever its standard streams are.
enum Terminal {
  /// Asks for something that is not shown; nil where there is no terminal, or it ends.
  ///
  /// A process that is told to stop meanwhile leaves the terminal as it was.
  static func secret(_ question: String) -> String? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    var shown = termios()
    guard tcgetattr(terminal, &shown) == 0 else { return nil }
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    let restored = shown
    InterruptCleanup.shared.setRestoration {
      var settings = restored
      tcsetattr(terminal, TCSAFLUSH, &settings)
    }
    defer { InterruptCleanup.shared.setRestoration(nil) }
    guard tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else { return nil }
    defer { tcsetattr(terminal, TCSAFLUSH, &shown) }
    StandardStream(descriptor: terminal).write(question.visible)
    defer { StandardStream(descriptor: terminal).write("\n") }
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = read(terminal, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count == 1 else { return nil }
      if byte == 0x0A { return String(validating: line, as: UTF8.self) }
      line.append(byte)
    }
  }
}
