import PackFiles
import PackJSON

/// Where an interpreter is, and what it reads.
struct PythonInstallation {
  /// The interpreter's binary. The path that the user gave may be a script that starts it.
  let program: String
  /// Its directories, those of its libraries, and the files on the way to the program where that is a link.
  let paths: [String]
  /// The directory of the user's own packages; nil where it does not look there.
  let userBase: String?

  /// The longest way of links to a program.
  private static let linkLimit = 40

  /// - Parameters:
  ///   - answer: what ``question`` prints.
  ///   - home: the user's home directory, which is shown neither as a whole nor with more around it.
  init(_ answer: JSONNode, home: String?) throws(JSONError) {
    program = try answer.string("program")
    userBase = try answer.optionalString("user_base")
    var paths: [String] = []
    for path in try answer.required("paths").elements() { paths.append(try path.string()) }
    var link = program
    for _ in 0..<Self.linkLimit {
      paths.append(link)
      guard fileKind(link, followingLinks: false) == .link, let target = linkTarget(link) else { break }
      link = target.utf8.first == UInt8(ascii: "/") ? target : joinPath(parentPath(link), target)
    }
    let home = home.flatMap { resolvedPath($0) }
    self.paths = paths.filter { path in
      guard let resolved = resolvedPath(path), resolved != "/" else { return false }
      return home.map { $0 != resolved && !$0.utf8.starts(with: (resolved + "/").utf8) } ?? true
    }
  }

  /// A script that prints it.
  static let question = """
    import json, os, site, sys
    paths = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix] + sys.path
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        paths += os.environ.get(name, "").split(":")
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
            mapped = {line.rstrip("\\n")[line.index("/"):] for line in maps if "/" in line}
        paths += sorted({os.path.dirname(path) for path in mapped if ".so" in path})
    except OSError:
        pass
    paths = [path for path in dict.fromkeys(paths) if os.path.isabs(path) and os.path.exists(path)]
    for store in ("/nix/store", "/gnu/store"):
        if any(path.startswith(store + "/") for path in paths):
            paths.append(store)
    base = site.getuserbase() if site.ENABLE_USER_SITE else None
    print(json.dumps({"program": sys.executable, "paths": paths, "user_base": base}))
    """
}
