extension Rule {
  static let py010 = Rule(
    "PY010", "dangerous-code", .error, needs: [.code], guardsCode: true,
    title: "the code starts no program, runs no text and opens no connection",
    why: """
      A user who loads the package with trust_remote_code runs its code with all their own rights. A model does not need \
      os.system, subprocess, eval, exec, compile, __import__, importlib.import_module, sockets or ctypes, nor code that hides their names.
      """,
    advice: "Remove the code: a model only reads its files and computes.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.unaccepted() {
      for danger in facts.dangers(.power) {
        context.report(
          at: file.place(danger.offset), "dangerous code: \(danger.text)",
          advice: "Remove `\(danger.name)`: a model only reads its files and computes.")
      }
    }
    try context.package.code.requireAll()
  }
}

private let ruleExamples: [RuleExample] = [
  .badCode("a program", "import os\nos.system('id')"),
  .badCode("a program under another name", "from os import popen as p\np('id')"),
  .badCode("a program through getattr", "getattr(os, 'sys' + 'tem')('id')"),
  .badCode("a module's module", "shutil.os.system('id')"),
  .badCode("subprocess", "import subprocess"),
  .badCode("text that is run", "eval('1')"),
  .badCode("text in a text that is run", "print(f\"{exec('1')}\")"),
  .badCode("an import by name", "__import__('os')"),
  .badCode("importlib", "import importlib\nimportlib.import_module('os')"),
  .badCode("importlib handed on", "import importlib\nx = [importlib]"),
  .badCode("importlib by a name", "import importlib\nx = getattr(importlib, 'import_' + 'module')"),
  .badCode("a module of a specification", "from importlib.util import find_spec\nx = find_spec('os').loader"),
  .badCode("a module of a file", "from importlib.util import spec_from_file_location"),
  .badCode("all of importlib", "from importlib import *"),
  .goodCode(
    "a question whether a module is there",
    """
    import importlib
    import importlib.util
    x = importlib.util.find_spec('flash_attn') is not None
    """),
  .goodCode(
    "a question which version a package has",
    """
    import importlib.metadata
    from importlib.metadata import PackageNotFoundError, version
    x = importlib.metadata.version('torch').split('.')
    y = version('torch')
    """),
  .badCode("builtins by name", "x = globals()['__builtins__']"),
  .badCode("a socket", "def f():\n    import socket"),
  .badCode("a download", "import urllib.request"),
  .badCode("a name in disguise", "\u{FF45}val('1')"),
  .badCode("a module handed on", "x = [os]"),
  .badCode("a handler that opens connections", "import logging.handlers as handlers"),
  .badCode("an upload", "from huggingface_hub import HfApi\nHfApi().upload_file()"),
  .badCode("an upload by a function", "import huggingface_hub\nhuggingface_hub.upload_file()"),
  .badCode("a download by transformers", "from transformers.utils.hub import http_get"),
  .badCode(
    "a download by a module's module", "import transformers\ntransformers.utils.hub.requests.get('x')"),
  .badCode("text that a profiler runs", "import cProfile\ncProfile.run('1')", causes: ["PY015"]),
  .badCode("text that is timed", "from timeit import timeit as t\nt('1')"),
  .badCode("text that is timed, of everything", "from timeit import *\ntimeit('1')", causes: ["PY015"]),
  .badCode("a name that is computed", "x = globals()['o' + 's']"),
  .badCode("a name that is computed and asked for", "x = globals().get('o' + 's')"),
  .badCode("a name of the module's namespace", "globals()['os'].system('id')"),
  .badCode("a name of a namespace without a name", "x = vars()['o' + 's']"),
  .badCode("a module by its name", "import sys\nsys.modules['os'].system('id')"),
  .badCode(
    "a module by a name that is no longer its own",
    "import sys\nfor __name__ in ['os']:\n    sys.modules[__name__].system('id')", causes: ["PY015"]),
  .badCode("the module's module", "import sys\nsys.modules[__name__].os.system('id')"),
  .badCode("a way to all classes", "x = getattr(getattr((), '__class__'), '__base__')"),
  .badCode("a function of bytes", "import types\ntypes.FunctionType(b'', {})()"),
  .badCode("a function of bytes, under another name", "import types\nF = types.FunctionType"),
  .badCode("a function of bytes, handed on", "import types\nx = map(types.FunctionType, [])"),
  .goodCode("a clock of the module that times text", "from timeit import default_timer\nx = default_timer()"),
  .goodCode(
    "a question whether something is a function",
    """
    import types
    def f(x): return isinstance(x, types.FunctionType) or isinstance(x, (types.FunctionType, int))
    """),
  .goodCode(
    "a logger of the module's name",
    """
    from transformers.utils import logging
    l = logging.get_logger(__name__)
    """),
  .goodCode("logging without handlers", "import logging as log\nx = log.getLogger(__name__)"),
  .goodCode("attributes of an object", "y = 1\nx = getattr(y, '__name__')"),
]
