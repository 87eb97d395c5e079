"""Code: forbidden, broken, and good."""

from .broken_code import BROKEN_CODE
from .code_editing import FILE, _mark, appended
from .good_code import GOOD_CODE


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


def code():
    for name, text in CONSTRUCTS.items():
        yield "forbidden construct", name, appended(text)
    for name, change in BROKEN_CODE.items():
        yield "broken code", name, change
    for name, change in GOOD_CODE.items():
        yield "good code", name, change
    yield "broken code", "PY001 byte order mark", lambda directory: _mark(directory / FILE)
