/// How well a program is fenced in.
public enum SandboxLevel: String, Sendable, Hashable, CaseIterable {
  /// Namespaces: of the host it sees what it needs, read-only, and nothing of it is left when it ends.
  case full
  /// Landlock and a filter of system calls, where the system gives no namespaces. On macOS, sandbox-exec.
  case partial
  /// Nothing but an environment of its own, and an empty network namespace where there is one.
  case none
}

/// What a program may see and use while it runs fenced in.
public struct Sandbox: Sendable, Hashable {
  /// Files and directories that it may read beside the system's programs and libraries; absolute.
  public var readable: [String]
  /// An empty directory, absolute and without links. It is the only place where the program may write: at the level `full`
  /// another file system is in its place, which is gone afterwards, and /tmp is one, too.
  public var scratch: String
  /// What it may use.
  public var limits: SandboxLimits
  /// The levels that are tried, the best first; a test forces one.
  package var levels: [SandboxLevel] = [.full, .partial]

  /// A sandbox with a place to write to.
  public init(readable: [String], scratch: String, limits: SandboxLimits = SandboxLimits()) {
    self.readable = readable
    self.scratch = scratch
    self.limits = limits
  }
}
