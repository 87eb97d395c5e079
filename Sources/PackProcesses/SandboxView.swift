import CPackFiles
import PackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A path in a sandbox, and how it comes to stand there.
struct SandboxView {
  let kind: cfiles_view_kind
  /// What it is made of: a path of the host, the options of a file system, a text, or where a link leads.
  let source: String
  let target: String

  init(_ kind: cfiles_view_kind, _ target: String, _ source: String? = nil) {
    self.kind = kind
    self.source = source ?? target
    self.target = target
  }
}

extension Sandbox {
  /// What the program sees, parents before what is in them.
  func views(_ level: SandboxLevel) -> [SandboxView] {
    level == .full ? fullViews : partialViews
  }

  /// Options of a file system in memory.
  var fileSystemOptions: String { "size=\(limits.writtenSize),nr_inodes=65536,mode=755" }

  private static let programs = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"]
  /// What the dynamic linker and the C library read, and the hardware that libraries ask for.
  private static let settings = [
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime",
    "/etc/os-release", "/sys/devices/system", "/sys/kernel/mm/transparent_hugepage",
  ]
  private static let devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"]

  private var systemPaths: [String] {
    (["/usr"] + Self.programs.filter { fileKind($0, followingLinks: false) == .directory } + Self.settings)
      .filter { fileKind($0) != nil }
  }

  private var partialViews: [SandboxView] {
    let users = ["/etc/passwd", "/etc/group", "/etc/nsswitch.conf"]
    return (systemPaths + users + readable.compactMap { resolvedPath($0) })
      .map { SandboxView(CFILES_VIEW_READ_ONLY, $0) }
      + Self.devices.map { SandboxView(CFILES_VIEW_DEVICE, $0) }
      + [SandboxView(CFILES_VIEW_PROCESSES, "/proc"), SandboxView(CFILES_VIEW_EMPTY, scratch)]
  }

  private var fullViews: [SandboxView] {
    let links = Self.programs.compactMap { path in
      fileKind(path, followingLinks: false) == .link
        ? linkTarget(path).map { SandboxView(CFILES_VIEW_LINK, path, $0) } : nil
    }
    // Under the name that was given, and under the one that links lead to.
    let named = (systemPaths + readable).flatMap { path in
      resolvedPath(path).map { resolved in
        [path, resolved].map { SandboxView(CFILES_VIEW_READ_ONLY, $0, resolved) }
      } ?? []
    }
    let shown = named.filter { view in !links.contains { isInside(view.target, $0.target) } }
    let user = geteuid() == 0 ? 1000 : geteuid()
    let group = getegid() == 0 ? 1000 : getegid()
    let texts = [
      ("/etc/passwd", "user:x:\(user):\(group)::\(scratch)/home:/bin/sh\n"),
      ("/etc/group", "user:x:\(group):\n"), ("/etc/nsswitch.conf", "passwd: files\ngroup: files\n"),
      ("/etc/hosts", "127.0.0.1 localhost\n"),
    ]
    let own: [SandboxView] =
      [
        SandboxView(CFILES_VIEW_PROCESSES, "/proc"),
        SandboxView(CFILES_VIEW_EMPTY, "/dev/shm", fileSystemOptions),
        SandboxView(CFILES_VIEW_EMPTY, "/tmp", fileSystemOptions),
        SandboxView(CFILES_VIEW_LINK, "/dev/fd", "/proc/self/fd"),
        SandboxView(CFILES_VIEW_EMPTY, scratch, fileSystemOptions),
        SandboxView(CFILES_VIEW_DIRECTORY, joinPath(scratch, "home")),
      ] + Self.devices.map { SandboxView(CFILES_VIEW_DEVICE, $0) }
      + texts.map { SandboxView(CFILES_VIEW_TEXT, $0.0, $0.1) }
    var seen: Set<String> = ["/"]
    let all = (shown + links + own).filter { seen.insert($0.target).inserted }
    // A directory is shown with all that is in it; what is made for the program itself comes on top.
    let readOnly = all.filter { $0.kind == CFILES_VIEW_READ_ONLY }.map(\.target)
    let needed = all.filter { view in
      view.kind != CFILES_VIEW_READ_ONLY
        || !readOnly.contains { $0 != view.target && isInside(view.target, $0) }
    }
    return needed.sorted {
      ($0.target.utf8.count(where: { $0 == UInt8(ascii: "/") }), $0.target)
        < ($1.target.utf8.count(where: { $0 == UInt8(ascii: "/") }), $1.target)
    }
  }
}

/// Whether a path is a directory or in it.
private func isInside(_ path: String, _ directory: String) -> Bool {
  path == directory || path.utf8.starts(with: (directory + "/").utf8)
}
