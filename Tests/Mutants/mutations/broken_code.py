"""Code that does not load, or goes wrong: refused for what it would do to those who load it, and shown to fail by loading it."""

from .code_editing import appended, replaced, with_module


BROKEN_CODE = {
    "PY002 import": appended("from open_provence import modeling"),
    "PY002 in a function": appended("def f():\n    import open_provence"),
    "PY004 top level": appended("import flash_attn"),
    "PY004 in a function": appended("def f():\n    import einops_not_there"),
    "PY004 type checking": appended("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import flash_attn"),
    "PY004 other guard": appended("try:\n    import flash_attn\nexcept ValueError:\n    pass"),
    "PY004 suppressed": appended("import contextlib\nwith contextlib.suppress(ImportError):\n    import flash_attn"),
    "PY004 own test": appended("def is_mine_available(): return False\nif is_mine_available():\n    import flash_attn"),
    "PY005 missing": appended("from .helpers import f"),
    "PY005 guarded and missing": appended("try:\n    from .helpers import f\nexcept ImportError:\n    pass"),
    "PY005 docstring": appended("'''\nfrom .helpers import f\n'''"),
    "PY005 from dot": with_module("from . import helpers", "helpers.py", "f = 1\n"),
    "PY005 after a semicolon": with_module("x = 1; from .helpers import f", "helpers.py", "f = 1\n"),
    "PY005 after a colon": with_module("if True: from .helpers import f", "helpers.py", "f = 1\n"),
    "PY005 continued": with_module("from .helpers \\\n  import f", "helpers.py", "f = 1\n"),
    "PY005 two dots": with_module("from ..helpers import f", "helpers.py", "f = 1\n"),
    "PY005 dotted": appended("from .a.b import f"),
    "PY005 transitive": with_module("from .helpers import f", "helpers.py", "from .more import f\n"),
    "PY005 modules of modules": lambda directory: (
        with_module("from .helpers import f", "helpers.py", "from .more import f\n")(directory),
        (directory / "more.py").write_text("f = 1\n", encoding="utf-8"),
    ),
    "PY005 no such name": with_module("from .helpers import f", "helpers.py", "g = 1\n"),
    "PY006 no post_init": replaced("        self.post_init()\n", ""),
    "PY014 lost import": replaced("import torch\n", ""),
    "PY014 in a method": replaced("        self.post_init()\n", "        prepare(self)\n        self.post_init()\n"),
    "PY014 annotation": appended("def f(x: Unknown): return x"),
    "PY014 base": appended("class A(Unknown):\n    pass"),
    "PY014 default": appended("def f(x=unknown): return x"),
    "PY014 caught as something else": appended("try:\n    unknown\nexcept ValueError:\n    pass"),
}
