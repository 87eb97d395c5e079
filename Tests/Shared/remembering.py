"""Has a process parse and compile a modelling file once, however often transformers loads it: half of what a tiny package takes."""

import re
from importlib.machinery import SourceFileLoader

from transformers import dynamic_module_utils


def remember_code(patterns=None):
    """Parses and compiles each modelling file and each pattern once: what comes of it depends on the text alone.

    The patterns that are compiled are added to `patterns`.
    """
    patterns = set() if patterns is None else patterns
    known = {}

    def remembered(name, function, text_of):
        def call(*arguments, **options):
            key = name, text_of(*arguments)
            if key not in known:
                known[key] = function(*arguments, **options)
            return known[key]

        return call

    def text_of_file(file):
        with open(file, "rb") as stream:
            return stream.read()

    def pattern_key(pattern, flags=0):
        patterns.add((pattern, int(flags)))
        return type(pattern), pattern, int(flags)

    re._compiler.compile = remembered("compile", re._compiler.compile, pattern_key)
    for name in ("get_imports", "get_relative_imports"):
        function = getattr(dynamic_module_utils, name)
        setattr(dynamic_module_utils, name, remembered(name, function, text_of_file))
    SourceFileLoader.source_to_code = remembered(
        "source_to_code", SourceFileLoader.source_to_code, lambda loader, data, path, **options: bytes(data)
    )
