"""Finds the names by which an environment's libraries read a package's files, by watching them read a good one.

Nothing is chosen by hand: attributes come from dir() of what was loaded, keys from the text literals and attributes of the
code that ran, file names from what was looked for in the package and from the literals of the modules that ran.
"""

import collections
import dis
import inspect
import os
import re
import sys
import threading

import consuming
import transformers
import written
from transformers.models.auto.tokenization_auto import TOKENIZER_MAPPING_NAMES

FILE = re.compile(r"[\w.-]{1,60}\.(?:json|txt|model|jinja|bin|safetensors|py|msgpack|h5|gguf|ya?ml|onnx|xml|pt|ckpt)")
KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{1,50}")
LIBRARIES = re.compile(r"site-packages/(?:transformers|sentence_transformers|huggingface_hub|peft|tokenizers)/|transformers_modules/")
# Two names that stand this near to each other in code that ran may stand for one thing.
NEAR = 2


class Watch:
    """The code that runs, and the files that are looked for, while it is entered."""

    def __init__(self):
        self.code, self.paths = set(), set()
        self.stat = os.stat

    def __enter__(self):
        def stat(path, *arguments, **options):
            if isinstance(path, (str, os.PathLike)):
                self.paths.add(os.fspath(path))
            return self.stat(path, *arguments, **options)

        def profile(frame, event, argument):
            if event == "call":
                self.code.add(frame.f_code)

        os.stat = stat
        sys.addaudithook(lambda event, arguments: self.paths.add(str(arguments[0])) if event == "open" else None)
        threading.setprofile(profile)
        sys.setprofile(profile)
        return self

    def __exit__(self, *failure):
        sys.setprofile(None)
        threading.setprofile(None)
        os.stat = self.stat


def literals(values):
    """The texts among constants, those in tuples and sets included."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, (tuple, frozenset)):
            yield from literals(value)


def mentioned(code):
    """The names that a function mentions, each with its line: arguments, literals, and attributes where a configuration
    is at hand."""
    reads_settings = any("config" in name for name in code.co_varnames + code.co_names)
    line = code.co_firstlineno
    yield from ((name, line) for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
    for instruction in dis.get_instructions(code):
        line = instruction.starts_line or line
        if instruction.opname == "LOAD_CONST":
            for text in literals([instruction.argval]):
                if KEY.fullmatch(text):
                    yield text, line
        elif instruction.opname in ("LOAD_ATTR", "STORE_ATTR") and reads_settings:
            yield instruction.argval, line


def neighbours(found):
    """Pairs of names in lines near to each other."""
    by_line = collections.defaultdict(set)
    for name, line in found:
        by_line[line].add(name)
    for line, names in by_line.items():
        near = set().union(*(by_line.get(line + step, ()) for step in range(NEAR + 1)))
        yield from ((first, second) for first in names for second in near if first < second)


def attributes(package):
    """Names of the loaded objects and of the family's own tokenizer classes, and those of them that are settings."""
    root, sub = package.model.config, package.model.config.encoder_config
    own = TOKENIZER_MAPPING_NAMES.get(sub.model_type) or ()
    classes = [getattr(transformers, name, None) for name in ([own] if isinstance(own, str) else own) if name]
    tokenizers = [package.tokenizer, package.sub_tokenizer, *filter(None, classes)]
    found = {
        "config": {*dir(root), *root.to_dict(), *dir(sub), *sub.to_dict()},
        "tokenizer": {*package.tokenizer.init_kwargs, *(name for tokenizer in tokenizers for name in dir(tokenizer))},
    }
    settings = {*root.to_dict(), *sub.to_dict(), *vars(root), *vars(sub), *package.tokenizer.init_kwargs}
    pairs = {tuple(sorted(pair)) for pair in [*root.attribute_map.items(), *sub.attribute_map.items()]}
    return found, settings, pairs


def files_of(watch, directory):
    """Names that were looked for in the package, and those that the modules that ran have as constants."""
    found = {os.path.basename(path) for path in watch.paths if path.startswith(directory)}
    found |= {text for code in watch.code for text in literals(code.co_consts)}
    ran = {code.co_filename for code in watch.code if LIBRARIES.search(code.co_filename)}
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) in ran:
            found |= {value for value in vars(module).values() if isinstance(value, str)}
    return {name for name in found if FILE.fullmatch(name)}


def observed(directory, mode, passages):
    """(modules that were loaded, names, outputs) of one load of a good package."""
    before = set(sys.modules)
    with Watch() as watch:
        package = consuming.Package(directory, mode, passages)
        outputs = package.outputs()
    if any(isinstance(output, str) for output in outputs.values()):
        return set(), {}, outputs
    names, settings, pairs = attributes(package)
    in_code = {"config in code": set(), "tokenizer in code": set()}
    for code in list(watch.code):  # A thread may still add to it.
        # A module's own code and a class's run when they are imported, whatever the package.
        if LIBRARIES.search(code.co_filename) and code.co_flags & inspect.CO_OPTIMIZED:
            kind = "tokenizer" if "token" in os.path.basename(code.co_filename) else "config"
            found = list(mentioned(code))
            in_code[f"{kind} in code"] |= {name for name, _ in found} - names[kind]
            pairs |= {pair for pair in neighbours(found) if not settings.isdisjoint(pair)}
    names.update(in_code, files=files_of(watch, directory), pairs=pairs)
    names = {kind: sorted(found) for kind, found in names.items()}
    folders = written.write(package, os.path.join(directory + ".written", transformers.__version__))
    names["written"] = [
        (f"{transformers.__version__}/{folder}", files) for folder, files in folders.items()
    ]
    return set(sys.modules) - before, names, outputs
