/// How far an import gets by the name of its module alone: `__import__` runs the module's code, whether or not the name
/// that is asked for is in it, and whether or not the pickle goes on.
enum ImportReach: Comparable {
  /// No module has such a name.
  case none
  /// A word, or words joined with dots. Two lines of a list are an import, too: `cat` and `dog` are `at.dog`.
  case word
  /// A module that is there wherever Python or torch is.
  case known
  /// A module in a package that is there: some of them do things when they are imported.
  case certain

  init(module: some Collection<UInt8>) {
    // No path of a file is longer.
    let parts = Array(module.prefix(Self.longestPath + 1)).split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let first = parts.first, module.count <= Self.longestPath,
      parts.allSatisfy({ Self.isIdentifier($0) })
    else {
      self = .none
      return
    }
    let top = String(decoding: first.prefix(64), as: UTF8.self)
    if parts.count > 1 {
      let isRun = parts.contains { $0.elementsEqual("__main__".utf8) }
      self = isRun || Self.packages.contains(top) ? .certain : .word
    } else {
      self = Self.packages.contains(top) || Self.modules.contains(top) ? .known : .word
    }
  }

  private static let longestPath = 4096

  private static func isIdentifier(_ part: ArraySlice<UInt8>) -> Bool {
    guard let first = part.first, !(0x30...0x39).contains(first) else { return false }
    return part.allSatisfy { byte in
      byte >= 0x80 || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (byte | 0x20) &- 0x61 < 26
    }
  }

  /// Modules that hold others: the packages of Python's library, and those of machines that load models.
  private static let packages = words(
    """
    asyncio collections concurrent ctypes curses dbm distutils email encodings ensurepip html http idlelib importlib json \
    lib2to3 logging msilib multiprocessing os pydoc_data re sqlite3 sysconfig test tkinter tomllib turtledemo unittest urllib \
    venv wsgiref xml xmlrpc zipfile zoneinfo \
    accelerate aiohttp cloudpickle dill huggingface_hub joblib numpy pandas peft pip pkg_resources requests safetensors scipy \
    sentence_transformers setuptools sklearn tensorflow tokenizers torch torchvision transformers
    """)

  /// The other modules of Python's library: `sys.stdlib_module_names` of 3.8 to 3.13 without underscored ones, and Python
  /// 2's names for some.
  private static let modules = words(
    """
    abc aifc antigravity argparse array ast asynchat asyncore atexit audioop base64 bdb binascii binhex bisect builtins bz2 \
    cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop colorsys compileall configparser contextlib contextvars \
    copy copyreg crypt csv dataclasses datetime decimal difflib dis doctest enum errno faulthandler fcntl filecmp fileinput \
    fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac imaplib \
    imghdr imp inspect io ipaddress itertools keyword linecache locale lzma mailbox mailcap marshal math mimetypes mmap \
    modulefinder msvcrt netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse ossaudiodev pathlib pdb \
    pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr \
    pydoc pyexpat queue quopri random readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex \
    shutil signal site smtpd smtplib sndhdr socket socketserver spwd sre_compile sre_constants sre_parse ssl stat statistics \
    string stringprep struct subprocess sunau symtable sys syslog tabnanny tarfile telnetlib tempfile termios textwrap this \
    threading time timeit token tokenize trace traceback tracemalloc tty turtle types typing unicodedata uu uuid warnings \
    wave weakref webbrowser winreg winsound xdrlib zipapp zipimport zlib \
    __builtin__ commands copy_reg cPickle cStringIO Queue StringIO urllib2 UserDict UserList
    """)

  private static func words(_ text: String) -> Set<String> {
    Set(text.utf8.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) })
  }
}
