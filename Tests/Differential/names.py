"""Prints, as one JSON object, the names by which this environment's libraries read a package's files.

Nothing is chosen by hand: attributes come from dir() of the classes, keys and file names from the text literals of the loaders' sources.
"""

import ast
import inspect
import json
import re
import sys
from importlib import import_module

CLASSES = {
    "config": ["transformers.PretrainedConfig", "transformers.BertConfig", "transformers.ModernBertConfig"],
    "tokenizer": ["transformers.PreTrainedTokenizerFast", "transformers.BertTokenizerFast"],
}
# Modules that open a package's files, by what they read.
SOURCES = {
    "config": [
        "transformers.configuration_utils", "transformers.modeling_utils", "transformers.models.auto.auto_factory",
        "transformers.models.auto.configuration_auto", "transformers.dynamic_module_utils",
        "transformers.models.bert.configuration_bert", "transformers.models.bert.modeling_bert",
        "sentence_transformers.cross_encoder.CrossEncoder", "sentence_transformers.cross_encoder.model",
        "sentence_transformers.util", "sentence_transformers.model_card",
    ],
    "tokenizer": [
        "transformers.tokenization_utils_base", "transformers.tokenization_utils_fast",
        "transformers.tokenization_utils_tokenizers", "transformers.models.auto.tokenization_auto",
        "transformers.convert_slow_tokenizer", "transformers.models.bert.tokenization_bert",
        "transformers.models.bert.tokenization_bert_fast",
    ],
    "files": ["transformers.utils", "transformers.utils.hub", "transformers.utils.peft_utils", "huggingface_hub.constants"],
}
FILE = re.compile(r"[\w.-]{1,60}\.(?:json|txt|model|jinja|bin|safetensors|py|msgpack|h5|gguf|yaml|onnx|xml)")
KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{1,40}")


def attributes(path):
    """The public and private names of a class; Python's own aside."""
    module, name = path.rsplit(".", 1)
    try:
        return {name for name in dir(getattr(import_module(module), name)) if not name.startswith("__")}
    except (AttributeError, ImportError):
        return set()


def literals(module):
    """Every text literal of a module's source that is not a docstring."""
    try:
        tree = ast.parse(inspect.getsource(import_module(module)))
    except (ImportError, OSError, TypeError):
        return set()
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def main():
    names = {"config": set(), "tokenizer": set(), "files": set()}
    for kind, paths in CLASSES.items():
        for path in paths:
            names[kind] |= attributes(path)
    for kind, modules in SOURCES.items():
        for module in modules:
            found = literals(module)
            names["files"] |= {text for text in found if FILE.fullmatch(text)}
            if kind != "files":
                names[kind] |= {text for text in found if KEY.fullmatch(text)}
    json.dump({kind: sorted(found) for kind, found in names.items()}, sys.stdout)


main()
