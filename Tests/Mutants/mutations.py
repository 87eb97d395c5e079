"""What can go wrong with a package: each function yields (kind, name, change), where change(directory) makes the mutant."""

import json
import shutil

import torch
from safetensors.torch import load_file, save_file

LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 1234\n"


def files(package):
    return sorted(str(path.relative_to(package)) for path in package.rglob("*") if path.is_file())


# JSON keys


def paths_of(value, path=(), sample=3):
    """Paths of an object's keys, inner ones included; of a vocabulary only a few."""
    if isinstance(value, dict):
        keys = list(value)
        for key in keys if len(keys) <= 40 else keys[:sample]:
            yield (*path, key)
            yield from paths_of(value[key], (*path, key), sample)
    elif isinstance(value, list):
        for index, element in enumerate(value[:sample]):
            if isinstance(element, (dict, list)):
                yield from paths_of(element, (*path, index), sample)


def other_types(value):
    """Values of other types than this one's."""
    if isinstance(value, bool):
        return ["x", 7]
    if isinstance(value, (int, float)):
        return [str(value), [value]]
    if isinstance(value, str):
        return [7, [value]]
    if value is None:
        return [7, "x"]
    if isinstance(value, list):
        return ["x", {"a": value}]
    return ["x", [1]]


def edit(file, path, change):
    """Changes a key; the tokenizer's files in both places, as somebody would who knows that there are two."""

    def apply(directory):
        tokenizers = ("tokenizer.json", "tokenizer_config.json")
        for target in directory.rglob(file) if file in tokenizers else [directory / file]:
            edit_file(target, path, change)

    return apply


def edit_file(target, path, change):
    document = json.loads(target.read_text(encoding="utf-8"))
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    change(parent, path[-1])
    target.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def json_keys(package):
    for file in files(package):
        if not file.endswith(".json") or file.endswith("/tokenizer.json"):
            continue
        document = json.loads((package / file).read_text(encoding="utf-8"))
        for path in paths_of(document):
            place = f"{file}:{'.'.join(map(str, path))}"
            parent = document
            for step in path[:-1]:
                parent = parent[step]

            def remove(parent, key):
                del parent[key]

            def rename(parent, key):
                parent[f"{key}_x"] = parent.pop(key)

            yield "key removed", place, edit(file, path, remove)
            yield "key renamed", place, edit(file, path, rename)
            for number, value in enumerate(other_types(parent[path[-1]])):

                def retype(parent, key, value=value):
                    parent[key] = value

                yield "key retyped", f"{place} #{number}", edit(file, path, retype)


# Files


def whole_files(package):
    names = files(package)
    for file in names:

        def write(directory, change, file=file):
            target = directory / file
            target.write_bytes(change(target.read_bytes()))

        yield "file removed", file, lambda directory, file=file: (directory / file).unlink()
        yield "file emptied", file, lambda directory, write=write: write(directory, lambda content: b"")
        yield "file truncated", file, lambda directory, write=write: write(
            directory, lambda content: content[: len(content) // 2]
        )
        yield "file an LFS pointer", file, lambda directory, write=write: write(directory, lambda content: LFS_POINTER)
        ending = file.rsplit(".", 1)[-1]
        for other in [name for name in names if name != file and name.endswith("." + ending)][:3]:

            def swap(directory, file=file, other=other):
                first, second = (directory / file).read_bytes(), (directory / other).read_bytes()
                (directory / file).write_bytes(second)
                (directory / other).write_bytes(first)

            yield "files swapped", f"{file} and {other}", swap


# Tensors


def tensors(package):
    for file in files(package):
        if not file.endswith(".safetensors"):
            continue
        for name, tensor in load_file(package / file).items():

            def change(directory, alter, file=file, name=name):
                content = {key: value.clone() for key, value in load_file(directory / file).items()}
                alter(content, name)
                save_file(content, directory / file, metadata={"format": "pt"})

            def rename(content, name):
                content[name + "_x"] = content.pop(name)

            def zero(content, name):
                content[name].zero_()

            def spoil(content, name):
                content[name].view(-1)[content[name].numel() // 2] = float("nan")

            def transpose(content, name):
                content[name] = content[name].T.contiguous()

            alterations = [("renamed", rename), ("zeroed", zero), ("NaN", spoil)]
            if tensor.ndim == 2:
                alterations.append(("transposed", transpose))
            for kind, alter in alterations:
                if kind == "zeroed" and not tensor.any():
                    continue
                yield f"tensor {kind}", f"{file}:{name}", lambda directory, change=change, alter=alter: change(
                    directory, alter
                )


# Tokenizers of other models


def tokenizers(package, others):
    places = [path.parent for path in package.rglob("tokenizer.json")]
    for label, other in others.items():
        for what in ("tokenizer.json", "tokenizer_config.json"):

            def replace(directory, other=other, names=(what,)):
                for place in places:
                    for name in names:
                        shutil.copyfile(other / name, directory / place.relative_to(package) / name)

            yield "another model's tokenizer", f"{label}: {what}", replace
        yield "another model's tokenizer", f"{label}: both files", lambda directory, replace=replace: replace(
            directory, names=("tokenizer.json", "tokenizer_config.json")
        )


# auto_map


def auto_maps(package):
    config = json.loads((package / "config.json").read_text(encoding="utf-8"))
    for key, value in config["auto_map"].items():
        module, name = value.split(".")
        for variant in (
            name, f"{module}.py.{name}", f"code.{module}.{name}", f"./{module}.{name}", f"code/{module}.{name}",
            f"owner/repo--{value}", f"{module}.{name}X", f"{module}x.{name}", f"{module}.", f".{name}", "", value + ".x",
            f"transformers.{name}", f"{module}:{name}", f" {value}", f"{module}.nn", f"{module}.torch",
            f"{module}.PruningHead", f"{module}.PruningEncoderOutput",
        ):

            def put(parent, key, variant=variant):
                parent[key] = variant

            yield "auto_map", f"{key} = {variant!r}", edit("config.json", ("auto_map", key), put)


# Code


def appended(text):
    return lambda directory: _append(directory / "modeling_pruning_encoder.py", text)


def _append(file, text):
    file.write_text(file.read_text(encoding="utf-8") + "\n\n" + text + "\n", encoding="utf-8")


def replaced(old, new):
    def apply(directory):
        file = directory / "modeling_pruning_encoder.py"
        text = file.read_text(encoding="utf-8")
        assert old in text, old
        file.write_text(text.replace(old, new), encoding="utf-8")

    return apply


def with_module(text, name, module):
    def apply(directory):
        appended(text)(directory)
        (directory / name).write_text(module, encoding="utf-8")

    return apply


CONSTRUCTS = {
    "os.system": "import os\nos.system('true')",
    "os.popen as p": "from os import popen as p\np('true')",
    "subprocess": "import subprocess",
    "eval": "eval('1')",
    "exec": "exec('x = 1')",
    "compile": "compile('1', 'f', 'eval')",
    "__import__": "__import__('os')",
    "importlib": "import importlib",
    "__builtins__": "x = __builtins__",
    "getattr": "x = getattr(__builtins__, 'eval', None)",
    "globals": "x = globals().get('__builtins__')",
    "socket": "import socket",
    "ctypes": "import ctypes",
    "urllib": "from urllib import request",
    "requests": "import requests",
    "http": "import http.client",
    "f-string": "x = f\"{eval('1')}\"",
    "lambda": "x = lambda: eval('1')",
    "decorator": "@eval\ndef f(): pass",
    "default": "def f(x=eval): pass",
    "disguise": "ｅval('1')",
    "shutil.os": "shutil.os.system('true')",
    "pickle": "import pickle",
    "torch.load": "def f(path): return torch.load(path)",
    "torch.load as": "from torch import load as read\ndef f(path): return read(path, weights_only=False)",
    "joblib": "def f():\n    import joblib",
    "numpy pickle": "import numpy\ndef f(path): return numpy.load(path, allow_pickle=True)",
}

# Refused for what they would do to those who load them; shown to fail, or to go wrong, by loading them.
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

# Unlike the template, and as good.
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
    "windows line ends": lambda directory: _line_ends(directory / "modeling_pruning_encoder.py"),
}


def _line_ends(file):
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


def code():
    for name, text in CONSTRUCTS.items():
        yield "forbidden construct", name, appended(text)
    for name, change in BROKEN_CODE.items():
        yield "broken code", name, change
    for name, change in GOOD_CODE.items():
        yield "good code", name, change
    yield "broken code", "PY001 byte order mark", lambda directory: _mark(directory / "modeling_pruning_encoder.py")


def _mark(file):
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())


def is_finite(numbers):
    return all(torch.isfinite(torch.tensor(values)).all() for values in numbers)
