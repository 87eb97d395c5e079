#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a program in a sandbox may use of the machine; the most bytes that it writes to its output, and its time, are set for
/// every ``ChildProcess``.
public struct SandboxLimits: Sendable, Hashable {
  /// Bytes of private memory of each of its processes.
  public var memory: Int
  /// Bytes of addresses of each of its processes: libraries and weights that are mapped, and memory that processes share.
  public var addresses: Int
  /// Bytes of each file that it writes.
  public var fileSize = 1 << 30
  /// Bytes of all files that it writes: in each of its three file systems at the level `full`, in its directory else.
  public var writtenSize = 1 << 30
  /// Processes and threads.
  public var processes = 2048

  private static let gibibyte = 1 << 30

  /// Limits for a program that loads a model.
  ///
  /// - Parameter weights: the bytes of the model's weights.
  public init(weights: Int = 0) {
    // Several copies, some in a wider type.
    let wanted = 8 * Self.gibibyte + 6 * min(weights, 1 << 45)
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let physical = pages > 0 ? min(Int(pages), 1 << 40) * Int(sysconf(Int32(_SC_PAGESIZE))) : wanted
    memory = min(wanted, max(2 * Self.gibibyte, physical / 5 * 4))
    addresses = memory + 32 * Self.gibibyte + 2 * min(weights, 1 << 45)
  }
}
