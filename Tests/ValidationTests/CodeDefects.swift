import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport

extension Defect {
  static let code: [Defect] = [
    Defect(rule: "PY001", name: "an open bracket", consequences: ["PY012", "PRE"]) {
      try $0.edit("modeling_pruning_encoder.py") { $0 + Array("\nx = (1,\n".utf8) }
    },
    Defect(rule: "PY001", name: "another file with bad indentation", also: ["PY012"]) {
      try writeFile($0.file("helper.py"), "def f():\n    return 1\n   x = 2\n")
    },
    Defect(rule: "PY012", name: "a changed template", severity: .warning) {
      try $0.edit("modeling_pruning_encoder.py") { $0 + Array("\n# changed\n".utf8) }
    },
    addingCode("PY002", "the training library", "from sentence_transformers import CrossEncoder"),
    addingCode("PY002", "the training library, in a function", "def f():\n    import open_provence.modeling"),
    addingCode(
      "PY003", "an optional module", .warning, "try:\n    import flash_attn\nexcept ImportError:\n    pass"),
    addingCode("PY003", "a module that transformers brings along", .warning, "import packaging.version"),
    addingCode("PY004", "an optional module without a guard", "import flash_attn"),
    addingCode("PY004", "an optional module in a function", "def f():\n    import einops"),
    addingCode(
      "PY004", "a guard for something else", "try:\n    import einops\nexcept ValueError:\n    pass"),
    addingCode("PY005", "a module that is not there", "from .helpers import f"),
    addingCode("PY005", "a module that is not there, in a docstring", "'''\nfrom .helpers import f\n'''"),
    addingCode("PY005", "a module that is not copied", "from . import json"),
    Defect(rule: "PY005", name: "a module of a module", also: ["PY012"]) {
      try append("from .helpers import f", to: $0)
      try writeFile($0.file("helpers.py"), "from .more import f\n")
    },
    Defect(rule: "PY005", name: "a name that is not there", also: ["PY012"]) {
      try append("from .helpers import f", to: $0)
      try writeFile($0.file("helpers.py"), "def g(): pass\n")
    },
    Defect(rule: "PY006", name: "no post_init", also: ["PY012"]) {
      try change("        self.post_init()\n", to: "", in: $0)
    },
    Defect(rule: "PY007", name: "a list", severity: .warning, also: ["PY012"]) {
      try change(
        "    config_class = PruningEncoderConfig\n",
        to: "    config_class = PruningEncoderConfig\n    _tied_weights_keys = [\"a\"]\n", in: $0)
    },
    Defect(rule: "PY008", name: "a write to data", severity: .warning, also: ["PY012"]) {
      try change("nn.init.zeros_(module.bias)", to: "module.bias.data.zero_()", in: $0)
    },
    Defect(rule: "PY009", name: "an inner model", severity: .warning, also: ["PY012"]) {
      try change(
        "        self.post_init()\n",
        to: "        AutoModel.from_pretrained(\"x\")\n        self.post_init()\n", in: $0)
    },
    addingCode("PY010", "a program", "import os\nos.system('id')"),
    addingCode("PY010", "a program under another name", "from os import popen as p\np('id')"),
    addingCode("PY010", "a program through getattr", "getattr(os, 'sys' + 'tem')('id')"),
    addingCode("PY010", "a module's module", "shutil.os.system('id')"),
    addingCode("PY010", "subprocess", "import subprocess"),
    addingCode("PY010", "text that is run", "eval('1')"),
    addingCode("PY010", "text in a text that is run", "print(f\"{exec('1')}\")"),
    addingCode("PY010", "an import by name", "__import__('os')"),
    addingCode("PY010", "importlib", "import importlib"),
    addingCode("PY010", "builtins by name", "x = globals()['__builtins__']"),
    addingCode("PY010", "a socket", "def f():\n    import socket"),
    addingCode("PY010", "a download", "import urllib.request"),
    addingCode("PY010", "a name in disguise", "\u{FF45}val('1')"),
    addingCode("PY010", "a module handed on", "x = [os]"),
    addingCode("PY011", "a pickle", "import pickle"),
    addingCode("PY011", "weights that are a pickle", "x = torch.load('head.bin')"),
    addingCode("PY011", "weights that may be a pickle", "x = torch.load('head.bin', weights_only=False)"),
    addingCode(
      "PY011", "arrays that may be a pickle", "import numpy\nx = numpy.load('a', allow_pickle=True)"),
    addingCode("PY014", "an import that was lost", "x = np.zeros(3)"),
    addingCode("PY014", "a function that was lost, where it is called", "def f(x):\n    return g(x)"),
    addingCode("PY014", "a base that was lost", "class A(Base):\n    pass"),
    addingCode(
      "PY014", "a name in a try for something else", "try:\n    x = y\nexcept ValueError:\n    pass"),
    addingCode("PY014", "an annotation that was lost", "def f(x: Unknown): return x"),
    addingCode("PY014", "a default that was lost", "def f(x=y): return x"),
    addingCode("PY014", "a name in a formatted string", "def f(): return f'{unknown!r}'"),
    Defect(rule: "PY014", name: "the template without an import", also: ["PY012"]) {
      try change("import torch\n", to: "", in: $0)
    },
  ]
}
