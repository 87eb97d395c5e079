import PackPythonCode
/// What code that others run with trust_remote_code has no need to touch.
enum PythonDanger {
  /// Why a name is refused.
  enum Kind: Sendable {
    /// It starts programs, runs text or opens connections.
    case power
    /// It unpickles, and so runs what a file says.
    case unpickling
  }

  /// Modules with everything in them.
  private static let modules: [String: Kind] = {
    let power = """
      subprocess pty commands popen2 posix nt _posixsubprocess _winapi ctypes _ctypes cffi importlib _imp imp runpy \
      code codeop marshal zipimport pkgutil pexpect sh fabric multiprocessing.connection multiprocessing.managers \
      socket _socket socketserver ssl asyncore asynchat urllib.request urllib3 http.client http.server ftplib smtplib \
      poplib imaplib nntplib telnetlib xmlrpc webbrowser requests httpx aiohttp httplib2 pycurl websocket websockets \
      paramiko boto3 logging.handlers logging.config torch.hub torch.utils.cpp_extension torch.utils.model_zoo torch.distributed.rpc numpy.ctypeslib
      """
    let unpickling =
      "pickle _pickle cPickle cloudpickle dill joblib shelve jsonpickle torch.package pandas.read_pickle"
    var modules: [String: Kind] = [:]
    for name in power.split(whereSeparator: { $0 == " " || $0 == "\n" }) { modules[String(name)] = .power }
    for name in unpickling.split(separator: " ") { modules[String(name)] = .unpickling }
    return modules
  }()

  /// Functions and attributes of modules that are otherwise fine; a `*` at the end stands for anything.
  private static let members: [(name: String, kind: Kind)] =
    """
    os.system os.popen* os.exec* os.spawn* os.posix_spawn* os.fork* os.startfile os.__* sys.modules sys.meta_path \
    sys.path_hooks sys.settrace sys.__dict__ sys.__getattribute__ builtins.eval builtins.exec builtins.compile \
    builtins.__* asyncio.create_subprocess* asyncio.subprocess* asyncio.open_* asyncio.start_* timeit.timeit \
    timeit.repeat timeit.Timer timeit.main cProfile.run* cProfile.Profile profile.run* profile.Profile pdb.run* \
    bdb.Bdb trace.Trace doctest.* torch.ops.load_library torch.classes.load_library site.addsitedir \
    huggingface_hub.HfApi huggingface_hub.upload_* huggingface_hub.create_* huggingface_hub.delete_* \
    huggingface_hub.login huggingface_hub.hf_api huggingface_hub.InferenceClient huggingface_hub.HfFileSystem \
    huggingface_hub.file_download.http_get transformers.utils.hub.http_get transformers.utils.http_get \
    transformers.file_utils.http_get
    """.split { $0 == " " || $0 == "\n" }.map { (String($0), .power) }
    + [
      ("torch.serialization.load", .unpickling), ("torch.serialization._load", .unpickling),
      ("torch.storage._load_from_bytes", .unpickling),
    ]

  /// Builtins that run text or lead to those that do.
  private static let builtins: Set<String> = [
    "eval", "exec", "compile", "__import__", "__builtins__", "__loader__", "__spec__",
  ]

  /// Types that make functions of bytes when they are called; to ask whether something is one does no harm.
  static let makers: Set<String> = ["types.FunctionType", "types.CodeType", "types.LambdaType"]

  /// Attributes with which a walk from any object to the interpreter's insides begins; nobody needs a string for them.
  static let steps: Set<String> = ["__class__", "__base__", "__bases__", "__mro__"]

  /// Whether a name is one that runs text, or leads to what does.
  static func isBuiltin(_ name: String) -> Bool { builtins.contains(name) }

  /// Attributes that lead from any object to the interpreter's insides.
  static let insides: Set<String> = [
    "__builtins__", "__import__", "__globals__", "__subclasses__", "__loader__", "loader", "load_module",
    "exec_module",
  ]

  /// Modules that must not be passed on as values: their use could not be followed.
  static let watched: Set<String> = ["os", "sys", "builtins", "importlib"]

  /// What of a module with everything in it only asks whether another one is there, and which version.
  private static let questions: Set<String> = [
    "importlib.util.find_spec", "importlib.metadata.version", "importlib.metadata.PackageNotFoundError",
  ]

  /// Modules that are imported for such a question; every use of their names is judged by itself.
  private static let asked: Set<String> = ["importlib", "importlib.util", "importlib.metadata"]

  /// Whether a name is a question, or what is done with the text of a version.
  private static func isQuestion(_ name: String) -> Bool {
    questions.contains(name) || name.hasPrefix("importlib.metadata.version.")
  }

  /// Modules that others carry as attributes, `shutil.os`.
  private static let carried: Set<String> = [
    "os", "sys", "builtins", "subprocess", "socket", "ctypes", "importlib", "pickle", "marshal", "requests",
    "httpx", "urllib", "urllib3",
  ]

  /// Judges what an import statement names: a module, or something in one.
  static func judge(imported target: String) -> Kind? {
    if asked.contains(target) || isQuestion(target) { return nil }
    if let member = judge(member: target) { return member }
    // `from os import *` and the like bind everything that is in them.
    if target.hasSuffix(".*") {
      let module = String(target.dropLast(2))
      if watched.contains(module) || makers.contains(where: { $0.hasPrefix("\(module).") }) { return .power }
      let member = members.first { $0.name.split(separator: ".").dropLast().joined(separator: ".") == module }
      return member?.kind ?? judge(module: module)
    }
    return judge(module: target)
  }

  /// Judges a name that is used, as ``PythonUse/name`` writes it.
  static func judge(_ use: PythonUse) -> Kind? {
    let parts = use.name.split(separator: ".").map { part in
      String(part.prefix { $0 != "(" && $0 != "[" })
    }
    if parts.dropFirst().contains(where: insides.contains) { return .power }
    switch use.origin {
    case .global: return parts.first.map { builtins.contains($0) } == true ? .power : nil
    case .local, .expression: return nil
    case .imported:
      // A module that is handed on is found as such.
      if isQuestion(parts.joined(separator: ".")) || use.name == "importlib" { return nil }
      for start in parts.indices {
        // `tempfile._os` is `os`.
        let name = start == 0 ? parts[0] : String(parts[start].drop { $0 == "_" })
        guard start == 0 || carried.contains(name) else { continue }
        let target = ([name] + parts[(start + 1)...]).joined(separator: ".")
        if let kind = judge(member: target) ?? judge(module: target) { return kind }
      }
      return nil
    }
  }

  private static func judge(module target: String) -> Kind? {
    var name = Substring(target)
    while true {
      if let kind = modules[String(name)] { return kind }
      guard let dot = name.lastIndex(of: ".") else { return nil }
      name = name[..<dot]
    }
  }

  private static func judge(member target: String) -> Kind? {
    members.first { entry in
      entry.name.hasSuffix("*")
        ? target.hasPrefix(entry.name.dropLast()) : target == entry.name || target.hasPrefix(entry.name + ".")
    }?.kind
  }
}
