package import PackProcesses

/// What an interpreter that runs the code of a package may see.
package struct PythonFence: Sendable, Hashable {
  /// Files and directories that it may read, beside itself and its libraries; absolute.
  package var readable: [String]
  /// Bytes of the weights that it loads.
  package var weights: Int
  /// Whether there is none: the user has asked for that.
  package var isOpen: Bool

  package init(readable: [String], weights: Int, isOpen: Bool) {
    self.readable = readable
    self.weights = weights
    self.isOpen = isOpen
  }
}

/// How an interpreter was fenced in.
package struct PythonWall: Sendable, Hashable {
  /// How well.
  package var level: SandboxLevel
  /// Whether it had an empty network namespace.
  package var isWithoutNetwork: Bool

  package init(level: SandboxLevel, isWithoutNetwork: Bool) {
    self.level = level
    self.isWithoutNetwork = isWithoutNetwork
  }
}

extension PythonWall: CustomStringConvertible {
  /// `sandbox: full (…)`
  package var description: String {
    switch level {
    case .full: "sandbox: full (namespaces; package and interpreter read-only, no network)"
    case .partial: "sandbox: partial (this system gives no namespaces; Landlock and a filter of system calls)"
    case .none:
      "sandbox: none, as asked for ("
        + (isWithoutNetwork ? "in an empty network namespace)" : "not isolated from the network)")
    }
  }
}
