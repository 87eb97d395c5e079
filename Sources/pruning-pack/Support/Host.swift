import PackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Number of processors that are there to be used.
func availableProcessors() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// A variable of the environment.
func environmentVariable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// The directory that the process works in.
func workingDirectory() -> String { resolvedPath(".") ?? "." }

/// Where this program is, links followed; nil where the system does not say.
func commandPath() -> String? {
  #if canImport(Darwin)
    return CommandLine.arguments.first.flatMap { resolvedPath($0) }
  #else
    return resolvedPath("/proc/self/exe")
  #endif
}

/// Columns of the terminal that standard output goes to; nil where it goes elsewhere, or the terminal does not say.
func terminalWidth() -> Int? {
  var size = winsize()
  guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
  return Int(size.ws_col)
}
