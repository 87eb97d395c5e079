"""Prints, as one JSON object, what this environment's libraries make of the keys of config.json; run by ../consumed_keys.py.

    names.py DIRECTORY

DIRECTORY has a model of each family. Nothing is chosen by hand: `members` are methods and properties of a family's configuration that a key
would hide, `parameters` the keys that it has, `literal` those that it takes for a value where they are null.
"""

import ast
import contextlib
import importlib
import importlib.util
import inspect
import json
import logging
import os
import sys
import tempfile
import warnings
from pathlib import Path

if __name__ == "__main__":
    # Before transformers is imported: no network, and a cache of this run's own.
    os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_PROGRESS_BARS="1", HF_HOME=tempfile.mkdtemp(prefix="consumed-"))

import torch  # noqa: E402
import transformers  # noqa: E402
from transformers import CONFIG_MAPPING, AutoConfig, AutoModelForSequenceClassification  # noqa: E402

MODELLING_FILE = Path(__file__).parents[3] / "templates/modeling_pruning_encoder.py"


def members(kind):
    """What a key of the same name would hide: all that is public, and what loading and saving call by themselves."""
    found = []
    for name in sorted(dir(kind)):
        member = inspect.getattr_static(kind, name)
        is_fixed = isinstance(member, property) and member.fset is None
        if name.startswith("__") or not (is_fixed or callable(getattr(kind, name))):
            continue
        if not name.startswith("_") or not loads(kind, name):
            found.append(name)
    return found


def loads(kind, name):
    """Whether a configuration with this key can be read, written and read again."""
    try:
        with tempfile.TemporaryDirectory() as directory:
            kind.from_dict({"model_type": kind.model_type, name: 1}).save_pretrained(directory)
            kind.from_pretrained(directory).to_dict()
        return True
    except Exception:
        return False


def parameters(kind):
    """Keys with a meaning: what the constructor takes, and what an instance has."""
    found = set(inspect.signature(kind.__init__).parameters) | set(kind().to_dict()) | set(vars(kind())) | mentioned(kind)
    return sorted(name for name in found - {"self", "kwargs"} - set(members(kind)) if not name.startswith("__"))


def mentioned(kind):
    """Keys that the family's model reads of its configuration."""
    package, _, module = kind.__module__.rpartition(".")
    if not module.startswith("configuration_"):
        return set()
    source = inspect.getsource(importlib.import_module(f"{package}.{module.replace('configuration_', 'modeling_')}"))
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("config", "self.config"):
            found.add(node.attr)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr" and ast.unparse(node.args[0]) in ("config", "self.config"):
            found.add(node.args[1].value)
    return found


def output(directory, inputs):
    model = AutoModelForSequenceClassification.from_pretrained(directory).eval()
    with torch.no_grad():
        return model(**inputs).logits


def is_same(directory, document, inputs, wanted):
    """Whether a model with this configuration gives what it gave."""
    (directory / "config.json").write_text(json.dumps(document), encoding="utf-8")
    try:
        AutoConfig.from_pretrained(directory).to_dict()
        return torch.allclose(output(directory, inputs), wanted, atol=1e-5)
    except Exception:
        return False


def literal(directory, keys):
    """Those of the keys that change or break the model where they are null; found by halves."""
    good = json.loads((directory / "config.json").read_text(encoding="utf-8"))
    inputs = {"input_ids": torch.tensor([[5, 9, 17, 12, 7, 11], [8, 6, 14, 5, 10, 16]])}
    wanted = output(directory, inputs)

    def split(keys):
        if not keys or is_same(directory, {**good, **dict.fromkeys(keys)}, inputs, wanted):
            return []
        if len(keys) == 1:
            return keys
        return split(keys[: len(keys) // 2]) + split(keys[len(keys) // 2 :])

    return sorted(split([key for key in keys if good.get(key, ...) is not None]))


def literal_of_root(kind):
    """Keys of a package that have a value where they are missing, and would be None where they are null."""
    defaults = inspect.signature(kind.__init__).parameters.values()
    return sorted(each.name for each in defaults if each.default is not each.empty and each.default is not None)


def modelling_file():
    """The configuration of a package's root."""
    spec = importlib.util.spec_from_file_location("modeling_pruning_encoder", MODELLING_FILE)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.PruningEncoderConfig


def main():
    warnings.simplefilter("ignore")
    logging.disable()
    torch.set_num_threads(1)
    results = sys.stdout
    with contextlib.redirect_stdout(sys.stderr), open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        root = modelling_file()
        found = {"version": transformers.__version__, "members": {"": members(root)}, "parameters": {"": parameters(root)}}
        found["literal"] = {"": literal_of_root(root)}
        for directory in sorted(Path(sys.argv[1]).iterdir()):
            if directory.name not in CONFIG_MAPPING:
                continue
            kind = type(AutoConfig.for_model(directory.name))
            found["members"][directory.name] = members(kind)
            found["parameters"][directory.name] = parameters(kind)
            found["literal"][directory.name] = literal(directory, found["parameters"][directory.name])
    json.dump(found, results)


if __name__ == "__main__":
    main()
