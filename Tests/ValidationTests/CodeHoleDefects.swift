import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport

/// Code that once went through the rule that it breaks.
extension Defect {
  static let codeHoles: [Defect] = [
    addingCode(
      "PY002", "the training library, under a guard",
      "try:\n    import sentence_transformers\nexcept ImportError:\n    pass"),
    addingCode("PY003", "a module of newer versions", .warning, "import tomllib"),
    addingCode("PY003", "a module of one system", .warning, "import fcntl\nimport resource"),
    addingCode("PY003", "a module of Python's own use", .warning, "import _json"),
    Defect(rule: "PY006", name: "a part's post_init", also: ["PY012"]) {
      try change("        self.post_init()\n", to: "        self.pruning_head.post_init()\n", in: $0)
    },
    Defect(rule: "PY006", name: "auto_map's class, from which another one derives", also: ["PY012"]) {
      try change("        self.post_init()\n", to: "", in: $0)
      try append(
        """
        class Derived(PruningEncoderForSequenceClassification):
            def __init__(self, config):
                super().__init__(config)
                self.post_init()


        class DerivedToo(PruningEncoderForTokenClassification):
            def __init__(self, config):
                super().__init__(config)
                self.post_init()
        """, to: $0)
    },
    Defect(rule: "PY008", name: "data that is given to an initialiser", severity: .warning, also: ["PY012"]) {
      try change("nn.init.zeros_(module.bias)", to: "nn.init.zeros_(module.bias.data)", in: $0)
    },
    addingCode("PY010", "a handler that opens connections", "import logging.handlers"),
    addingCode("PY010", "an upload", "from huggingface_hub import HfApi\nHfApi().upload_file()"),
    addingCode("PY010", "an upload by a function", "import huggingface_hub\nhuggingface_hub.upload_file()"),
    addingCode("PY010", "a download by transformers", "from transformers.utils.hub import http_get"),
    addingCode(
      "PY010", "a download by a module's module",
      "import transformers\ntransformers.utils.hub.requests.get('x')"),
    addingCode("PY010", "text that a profiler runs", "import cProfile\ncProfile.run('1')"),
    addingCode("PY010", "text that is timed", "from timeit import timeit as t\nt('1')"),
    addingCode("PY010", "text that is timed, of everything", "from timeit import *\ntimeit('1')"),
    addingCode("PY010", "a name that is computed", "x = globals()['o' + 's']"),
    addingCode("PY010", "a name that is computed and asked for", "x = globals().get('o' + 's')"),
    addingCode("PY010", "a name of the module's namespace", "globals()['os'].system('id')"),
    addingCode("PY010", "a name of a namespace without a name", "x = vars()['o' + 's']"),
    addingCode("PY010", "a module by its name", "import sys\nsys.modules['os'].system('id')"),
    addingCode(
      "PY010", "a module by a name that is no longer its own",
      "import sys\nfor __name__ in ['os']:\n    sys.modules[__name__].system('id')"),
    addingCode("PY010", "the module's module", "import sys\nsys.modules[__name__].os.system('id')"),
    addingCode("PY010", "a way to all classes", "x = getattr(getattr((), '__class__'), '__base__')"),
    addingCode("PY010", "a function of bytes", "import types\ntypes.FunctionType(b'', {})()"),
    addingCode("PY010", "a function of bytes, under another name", "import types\nF = types.FunctionType"),
    addingCode("PY010", "a function of bytes, handed on", "import types\nx = map(types.FunctionType, [])"),
    addingCode(
      "PY011", "arrays that may be a pickle, by place", "import numpy\nx = numpy.load('a', None, True)"),
    addingCode(
      "PY011", "arrays, handed on",
      "import functools, numpy\nx = functools.partial(numpy.load, allow_pickle=True)"),
    Defect(rule: "PY012", name: "code beside the template", severity: .warning) {
      try writeFile($0.file("helper.py"), "x = 1\n")
    },
  ]
}
