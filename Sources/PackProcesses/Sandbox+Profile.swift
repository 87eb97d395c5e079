#if os(macOS)
  import PackFiles

  extension Sandbox {
    /// The profile for sandbox-exec: written after its documentation and never run.
    var profile: String {
      let system = ["/usr", "/System", "/Library", "/bin", "/sbin", "/private/etc", "/dev"]
      let readable = (system + self.readable)
        .flatMap { path in [path] + (resolvedPath(path).map { [$0] } ?? []) }
      let paths = Set(readable).sorted().map { "(subpath \(Self.quoted($0)))" }.joined(separator: " ")
      let own = resolvedPath(scratch) ?? scratch
      return """
        (version 1)
        (deny default)
        (allow process-fork process-exec)
        (allow signal (target same-sandbox))
        (allow sysctl-read)
        (allow mach-lookup (global-name "com.apple.system.logger"))
        (allow file-read-metadata)
        (allow file-read* (literal "/") \(paths))
        (allow file-read* file-write* (subpath \(Self.quoted(own))))
        (allow file-write-data (literal "/dev/null") (literal "/dev/zero"))
        (deny network*)
        """
    }

    private static func quoted(_ path: String) -> String {
      let escaped = path.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
      return "\"\(escaped)\""
    }
  }
#endif
