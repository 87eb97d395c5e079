"""Run in an environment: says of each name on standard input whether it is a module, and lists modules that only compute."""

import importlib
import inspect
import sys
import types
import warnings

warnings.simplefilter("ignore")

# Modules of which every public function, class and constant is taken, as far as the review leaves it.
WHOLE = """
math cmath itertools collections collections.abc typing typing_extensions dataclasses enum abc functools operator re string copy
json random time datetime statistics unicodedata bisect heapq textwrap numbers fractions decimal contextlib hashlib base64
struct posixpath os.path binascii keyword calendar difflib
torch.nn.functional torch.nn.init torch.linalg torch.fft torch.special torch.nn.utils.rnn torch.distributions
torch.nn.utils.parametrizations numpy numpy.linalg numpy.fft numpy.random transformers.modeling_outputs
transformers.activations
""".split()


def is_module(value):
    # torch.ops and the like are modules of their own making.
    return isinstance(value, types.ModuleType) or type(value).__module__ in ("torch._ops", "torch._classes")


def find(name):
    # A function may have the name of the module that it lies in: what an attribute gives comes first.
    parts, value = name.split("."), None
    for n, part in enumerate(parts):
        try:
            value = getattr(value, part) if n else importlib.import_module(part)
        except Exception:
            try:
                value = importlib.import_module(".".join(parts[: n + 1]))
            except Exception:
                return "missing"
    return "module" if is_module(value) else "value"


def public(module):
    for name in dir(module):
        if name.startswith("_"):
            continue
        try:
            value = getattr(module, name)
        except Exception:
            continue
        home = getattr(value, "__module__", None) or ""
        # A module's own names: what it took from others counts where it is at home.
        if not is_module(value) and not (inspect.isclass(value) and home in ("abc", "types", "weakref") and module.__name__ != home):
            yield name


def main():
    import torch

    for name in sys.stdin.read().split():
        print(find(name), name)
    for module in WHOLE:
        try:
            found = importlib.import_module(module)
        except Exception:
            continue
        for name in public(found):
            print("family", f"{module}.{name}")
    for name in dir(torch):
        value = getattr(torch, name, None)
        if name.startswith("_"):
            continue
        is_function = name in dir(torch._C._VariableFunctions)
        if is_function or isinstance(value, torch.dtype) or (inspect.isclass(value) and name.endswith("Tensor")):
            print("family", f"torch.{name}")
    for name in dir(torch.nn):
        value = getattr(torch.nn, name)
        if inspect.isclass(value) and not name.startswith("_") and issubclass(value, (torch.nn.Module, torch.Tensor)):
            print("family", f"torch.nn.{name}")
    import transformers.utils
    import transformers.utils.import_utils

    for module in (transformers.utils, transformers.utils.import_utils):
        for name in dir(module):
            if name.startswith("is_") and (name.endswith("_available") or "_greater_or_equal" in name):
                print("family", f"{module.__name__}.{name}")
                print("family", f"transformers.file_utils.{name}")


if __name__ == "__main__":
    main()
