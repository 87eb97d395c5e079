#!/usr/bin/env python3
"""Writes python/pruning_pack/_report.py, the report's dataclasses, from docs/report.schema.json: `make report-types`."""
from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "docs/report.schema.json"
TARGET = ROOT / "python/pruning_pack/_report.py"

# What a definition, or an object inside one, is called where its key alone would say too little.
NAMES = {
    "verified": "Report", "rule": "RuleOutcome", "pair": "SmokePair", "notVerified.error": "Failure",
    "settings.ignored": "IgnoredRule", "settings.severities": "GradedRule", "contents.files": "PackageFile",
    "contents.weights": "PackageWeights", "weights.dtypes": "DTypeShare",
}
# A base class that is written by hand.
BASES = {"Report": "ReportMethods"}
SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}

HEADER = '''"""The report of `verify`, as types. Written by Tools/generate/report_types.py from docs/report.schema.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Optional, Union

from pruning_pack._report_methods import ReportMethods

'''


class Types:
    """The classes of a schema, in an order in which each stands behind what it uses."""

    def __init__(self, schema: dict):
        self.definitions = schema["$defs"]
        self.classes: dict[str, str] = {}

    def resolved(self, node: dict) -> dict:
        if "$ref" not in node:
            return node
        target = self.definitions[node["$ref"].rpartition("/")[2]]
        return {**target, **{key: value for key, value in node.items() if key != "$ref"}}

    def of(self, node: dict, path: str) -> tuple[str, str]:
        """A node's type, and an expression that makes it from the JSON value `value`."""
        name = node["$ref"].rpartition("/")[2] if "$ref" in node else None
        node = self.resolved(node)
        if "properties" in node:
            made = self.add(node, name or path)
            return made, f"{made}.from_json(value)"
        if "anyOf" in node or "oneOf" in node:
            return self.choice(node.get("anyOf") or node["oneOf"], path)
        if "enum" in node or "const" in node:
            values = node.get("enum", [node.get("const")])
            return f"Literal[{', '.join(quoted(value) for value in values)}]", "value"
        if node.get("type") == "array":
            element, expression = self.of(node["items"], path)
            if expression == "value":
                return f"list[{element}]", "list(value)"
            return f"list[{element}]", f"[{expression} for value in value]"
        if node.get("type") == "object":
            return "dict[str, Any]", "dict(value)"
        kinds = node.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if not kinds:
            return "Any", "value"
        names = [SCALARS[kind] for kind in kinds if kind != "null"]
        joined = names[0] if len(names) == 1 else f"Union[{', '.join(names)}]"
        return f"Optional[{joined}]" if "null" in kinds else joined, "value"

    def choice(self, options: list, path: str) -> tuple[str, str]:
        others = [option for option in options if option.get("type") != "null"]
        if len(others) != 1 or len(others) == len(options):
            sys.exit(f"{SCHEMA.name}: {path}: a choice of other things than a value and null")
        made, expression = self.of(others[0], path)
        return f"Optional[{made}]", f"None if value is None else {expression}"

    def add(self, node: dict, path: str) -> str:
        """Makes a class of an object; returns its name."""
        last = path.rpartition(".")[2]
        name = NAMES.get(path) or re.sub(r"(?:^|_)([a-z])", lambda match: match[1].upper(), last)
        if "." in path and path not in NAMES and re.search(r"[^s]s$", name) and last != "counts":
            name = name[:-1]
        required, optional, making = [], [], []
        parts = path.split(".")[-1]
        for key, child in node["properties"].items():
            made, expression = self.of(child, f"{parts}.{key}")
            is_required = key in node.get("required", [])
            if not is_required and not made.startswith("Optional["):
                made = f"Optional[{made}]"
            line = f"    {key}: {made}" + ("" if is_required else " = None")
            note = self.resolved(child).get("description")
            (required if is_required else optional).append(line + (f'\n    """{note}"""' if note else ""))
            source = f"value[{quoted(key)}]" if is_required else f"value.get({quoted(key)})"
            if expression == "value":
                making.append(f"            {key}={source},")
            elif is_required:
                making.append(f"            {key}={rebound(expression, source)},")
            else:
                # A name, which a type checker knows not to be None.
                given = rebound(expression, "given")
                making.append(f"            {key}=None if (given := {source}) is None else {given},")
        base = BASES.get(name)
        title = node.get("description")
        body = [
            "@dataclass(frozen=True)", f"class {name}{f'({base})' if base else ''}:",
            f'    """{title or DOCS.get(name) or sentence(name)}"""', "", *required, *optional, "",
            "    @classmethod", f"    def from_json(cls, value: Mapping[str, Any]) -> {name}:",
            f'        """The {sentence(name)[:-1].lower()} of a parsed JSON object."""',
            "        return cls(", *making, "        )",
        ]
        self.classes.setdefault(name, "\n".join(body))
        return name


DOCS = {
    "Report": "What `verify` says of a package.",
    "Finding": "What a rule found.",
    "RuleOutcome": "What became of a rule.",
    "Settings": "What was ignored, graded otherwise, or allowed.",
    "Contents": "What is in the package.",
    "SmokePair": "A pair that the model was tried with.",
    "Tool": "What wrote the report.",
}


def quoted(value) -> str:
    return "None" if value is None else json.dumps(value) if isinstance(value, str) else repr(value)


def sentence(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda match: " " + match[1].lower(), name) + "."


def rebound(expression: str, source: str) -> str:
    """An expression on `value`, of another value."""
    if expression.startswith("[") and expression.endswith(" for value in value]"):
        inner = expression[1:].removesuffix(" for value in value]")
        return f"[{inner.replace('value', 'item')} for item in {source}]"
    return re.sub(r"\bvalue\b", source.replace("\\", "\\\\"), expression)


def text() -> str:
    """The module's source."""
    types = Types(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for name in ("verified", "notVerified"):
        types.add(types.definitions[name], name)
    return HEADER + "\n" + "\n\n\n".join(types.classes.values()) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(TARGET.read_text(encoding="utf-8") != text() and f"{TARGET.name} is not up to date: make report-types")
    TARGET.write_text(text(), encoding="utf-8")
