# SPDX-License-Identifier: Apache-2.0
"""Prints what a Python file imports, reads, assigns and defines, from its syntax tree and without running it.

pruning-pack joins the files of this directory (TreeScript.swift) and runs them with `python3 -I -S -c`. They read one
JSON object, {source: text}, and print one: the facts of PythonFacts.swift, with names written as PythonUse.swift says, or
{error: {message, line}}. By hand, in the directory above: `python3 -m read_python.main`.
"""

import ast
import json
import sys

from .names import bound_names, is_reserved
from .statements import Statements


class Facts(Statements):
    """All that is told of a file."""

    def __init__(self, source):
        super().__init__(source)
        tree = ast.parse(source)
        # Some errors of syntax show only here, such as a `return` outside a function.
        compile(tree, "<source>", "exec", dont_inherit=True)
        self.bind(tree)
        self.block(tree.body)
        names = bound_names(tree) | self.bound.keys()
        if any(entry["member"] == "*" for entry in self.imports):
            self.unbound = []
        self.unbound = [
            word for word in self.unbound if word["text"] not in names and not is_reserved(word["text"])]

    def result(self):
        for entry in self.imports:
            del entry["bound"], entry["target"]
        return {
            "imports": self.imports, "uses": self.uses, "assignments": self.assignments, "classes": self.classes,
            "functions": self.functions, "reserved": self.reserved, "lookups": self.lookups,
            "unbound": self.unbound, "disguised": self.disguised(),
        }


def main():
    source = json.loads(sys.stdin.buffer.read())["source"]
    sys.setrecursionlimit(20000)
    try:
        result = Facts(source).result()
    except SyntaxError as error:
        result = {"error": {"message": str(error.msg), "line": error.lineno or 1}}
    except (ValueError, RecursionError, MemoryError) as error:
        result = {"error": {"message": f"{type(error).__name__}: {error}", "line": 1}}
    sys.stdout.buffer.write(json.dumps(result).encode("utf-8"))


if __name__ == "__main__":
    main()
