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

  static let secretHoles: [Defect] = [
    Defect(rule: "SEC003", name: "a token after an escaped line end") {
      try $0.edit("ranking_model/config.json") { $0["note"] = .string("token:\n" + token) }
    },
    Defect(rule: "SEC003", name: "a key without a shape") {
      try writeFile(
        $0.file("notes.txt"), "AWS_SECRET_ACCESS_KEY = " + "'wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "zRt5w9QmKe'\n"
      )
    },
    Defect(rule: "SEC003", name: "a key without a shape, in JSON") {
      try $0.edit("ranking_model/config.json") {
        $0["aws_secret_access_key"] = .string("wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "zRt5w9QmKe")
      }
    },
    Defect(rule: "SEC001", name: "a pickle below a layer of gzip") {
      try overwriteFile($0.file("notes.dat"), gzipped)
    },
  ]

  private static let token = "hf_" + String("aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567")

  /// `gzip.compress(pickle.dumps({"a": [1, 2, 3]}, 2), mtime=0)`
  private static let gzipped: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x6B, 0x60, 0xAA, 0x2D, 0x64, 0x88,
    0x60, 0x64, 0x60, 0x60, 0x48, 0x2C, 0x64, 0x8C, 0x2D, 0x64, 0xD2, 0xF0, 0x66, 0xF4, 0x66, 0xF2,
    0x66, 0x4E, 0x2D, 0xD6, 0x03, 0x00, 0x5F, 0x91, 0x77, 0xE2, 0x1A, 0x00, 0x00, 0x00,
  ]
}
