"""Code that is unlike the template, and as good."""

from .code_editing import FILE, _line_ends, appended, replaced, with_module


GOOD_CODE = {
    "guarded import": appended("try:\n    import flash_attn\nexcept ImportError:\n    flash_attn = None"),
    "guard by Exception": appended("try:\n    import flash_attn\nexcept Exception:\n    pass"),
    "availability": appended(
        "from transformers.utils import is_flash_attn_2_available\n"
        "if is_flash_attn_2_available():\n    import flash_attn"
    ),
    "a module of its own": with_module("from .helpers import f", "helpers.py", "def f(): return 1\n"),
    "modules of modules, repeated": lambda directory: (
        with_module("from .helpers import f\nfrom .more import f", "helpers.py", "from .more import f\n")(directory),
        (directory / "more.py").write_text("f = 1\n", encoding="utf-8"),
    ),
    "relative import in a function": with_module("def g():\n    from .helpers import f\n    return f", "helpers.py", "f = 1\n"),
    "module after another import of it": with_module(
        "from .helpers import f\nfrom . import helpers", "helpers.py", "f = 1\n"
    ),
    "names like dangers": appended("import re\nPATTERN = re.compile('a')\ndef g(model): return model.eval()"),
    "post_init in a method": replaced(
        "        self.post_init()\n",
        "        self._finish()\n\n    def _finish(self):\n        self.post_init()\n",
    ),
    "caught names": appended("try:\n    get_ipython()\nexcept NameError:\n    pass"),
    "annotations that are not read": appended("def f():\n    x: Unknown = 1\n    return x"),
    "names of all kinds": appended(
        "from math import *\nx = [a + sqrt(c) for a, (b, *c) in [] if (d := b)]\n"
        "class A:\n    y = 1\n    z = y\n    def f(self, *a, k=lambda v, *w: (v, w), **b): return __class__, a, k, b"
    ),
    "weights_only": appended("def f(path): return torch.load(path, weights_only=True)"),
    "windows line ends": lambda directory: _line_ends(directory / FILE),
}
