/// Modules that a modelling file may meet, by where they come from.
enum PythonModules {
  /// Whether a rule need not ask where a module comes from: Python's own, and what a package is made to run on.
  static func isAllowed(_ package: String) -> Bool {
    standardLibrary.contains(package)
      || ["torch", "transformers", "huggingface_hub", "safetensors", "numpy"].contains(package)
  }

  /// Modules that torch and transformers, 4.52 and 5, bring along, today.
  static let broughtAlong: Set<String> = [
    "packaging", "yaml", "regex", "tokenizers", "tqdm", "filelock", "fsspec", "jinja2", "networkx", "sympy",
    "typing_extensions", "torchgen", "functorch",
  ]

  /// Libraries that pruning encoders are trained with.
  static let training: Set<String> = ["sentence_transformers", "open_provence"]

  /// Public modules that Python 3.9 to 3.13 have on every system; what later versions removed is not among them.
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
}
