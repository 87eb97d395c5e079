#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The standard output.
enum FileOutput {
  /// Sends what is waiting in it; a pipe would keep it.
  static func flush() { fflush(nil) }
}
