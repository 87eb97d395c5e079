/// Modules that a modelling file may meet, by where they come from.
enum PythonModules {
  /// Whether a rule need not ask where a module comes from: Python's own, and what a package is made to run on.
  static func isAllowed(_ package: String) -> Bool {
    standardLibrary.contains(package)
      || ["torch", "transformers", "huggingface_hub", "safetensors", "numpy"].contains(package)
  }

  /// Whether a module is Python's own, but not that of every version from 3.9 to 3.14 on every system, or not public.
  static func isSometimesPythons(_ package: String) -> Bool {
    otherModules.contains(package)
  }

  /// Modules that torch and transformers 4.52 and 5 depend on.
  static let broughtAlong: Set<String> = [
    "packaging", "yaml", "regex", "tokenizers", "tqdm", "filelock", "fsspec", "jinja2", "networkx", "sympy",
    "typing_extensions", "torchgen", "functorch",
  ]

  /// Libraries that pruning encoders are trained with.
  static let training: Set<String> = ["sentence_transformers", "open_provence"]

  /// Public modules that Python 3.9 to 3.14 have on every system; what later versions removed is not among them.
  private static let standardLibrary: Set<String> = Set(
    """
    __future__ __main__ _thread abc argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile \
    calendar cmath cmd code codecs codeop collections colorsys compileall concurrent configparser contextlib \
    contextvars copy copyreg csv ctypes dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip \
    enum errno faulthandler filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext \
    glob graphlib gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword \
    linecache locale logging lzma mailbox marshal math mimetypes mmap modulefinder multiprocessing netrc ntpath \
    nturl2path numbers opcode operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib \
    posixpath pprint profile pstats py_compile pyclbr pydoc pyexpat queue quopri random re reprlib rlcompleter runpy \
    sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 sre_compile \
    sre_constants sre_parse ssl stat statistics string stringprep struct subprocess symtable sys sysconfig tabnanny \
    tarfile tempfile textwrap threading time timeit tkinter token tokenize trace traceback tracemalloc types typing \
    unicodedata unittest urllib uuid venv warnings wave weakref webbrowser wsgiref xml xmlrpc zipapp zipfile \
    zipimport zlib zoneinfo
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  /// The rest of `sys.stdlib_module_names` of these versions.
  private static let otherModules: Set<String> = Set(
    """
    _abc _aix_support _android_support _ast _asyncio _bisect _blake2 _bootlocale _bootsubprocess _bz2 _codecs _codecs_cn \
    _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _collections _collections_abc _colorize _compat_pickle \
    _compression _contextvars _crypt _csv _ctypes _curses _curses_panel _datetime _dbm _decimal _elementtree \
    _frozen_importlib _frozen_importlib_external _functools _gdbm _hashlib _heapq _hmac _imp _interpchannels \
    _interpqueues _interpreters _io _ios_support _json _locale _lsprof _lzma _markupbase _md5 _msi _multibytecodec \
    _multiprocessing _opcode _opcode_metadata _operator _osx_support _overlapped _peg_parser _pickle _posixshmem \
    _posixsubprocess _py_abc _pydatetime _pydecimal _pyio _pylong _pyrepl _queue _random _remote_debugging _scproxy _sha1 \
    _sha2 _sha256 _sha3 _sha512 _signal _sitebuiltins _socket _sqlite3 _sre _ssl _stat _statistics _string _strptime \
    _struct _suggestions _symtable _sysconfig _threading_local _tkinter _tokenize _tracemalloc _types _typing _uuid \
    _warnings _weakref _weakrefset _winapi _wmi _zoneinfo _zstd aifc annotationlib antigravity asynchat asyncore audioop \
    binhex cgi cgitb chunk compression crypt curses distutils fcntl formatter grp idlelib imghdr imp lib2to3 mailcap \
    msilib msvcrt nis nntplib nt ossaudiodev parser pipes posix pty pwd pydoc_data readline resource smtpd sndhdr spwd \
    sunau symbol syslog telnetlib termios this tomllib tty turtle turtledemo uu winreg winsound xdrlib
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
