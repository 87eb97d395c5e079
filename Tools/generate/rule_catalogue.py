#!/usr/bin/env python3
"""Writes the list of rules from the files under Sources/PackValidation/Areas: `make rules`. With --check it writes nothing.

A rule's file is AREA/ID_NameInPascalCase.swift and defines `static let id` in an extension of Rule.
"""
import re
import sys

from output import ROOT, finish

AREAS = ROOT / "Sources/PackValidation/Areas"
CATALOGUE = "Sources/PackValidation/Verify/RuleCatalogue.generated.swift"
# The order in which areas are reported.
LETTERS = ["LAY", "CFG", "PY", "WGT", "ONX", "SEC", "TOK", "CARD", "RUN", "INT"]


def rules() -> list[str]:
    """The ids on disk, in the order in which their findings are reported."""
    ids = []
    for file in AREAS.rglob("*_*.swift"):
        match = re.fullmatch(r"([A-Z]+)(\d{3})_[A-Za-z0-9]+\.swift", file.name)
        if match is None or match[1] not in LETTERS:
            sys.exit(f"{file.relative_to(ROOT)}: not a rule's file: expected AREA/ID_NameOfTheFault.swift")
        ids.append((LETTERS.index(match[1]), int(match[2]), match[1] + match[2]))
    return [name for _, _, name in sorted(ids)]


def text() -> str:
    """The catalogue's source."""
    lines = ["// Written by Tools/generate/rule_catalogue.py from the files under Areas.", ""]
    lines += ["extension RuleCatalogue {"]
    lines += ["  /// The rules, in the order in which their findings are reported."]
    lines += ["  public static let rules: [Rule] = ["]
    area = ""
    for name in rules():
        letters = name.rstrip("0123456789")
        if letters != area:
            area = letters
            lines.append("   ")
        if len(lines[-1]) > 96:
            lines.append("   ")
        lines[-1] += f" .{name.lower()},"
    return "\n".join(lines + ["  ]", "}", ""])


if __name__ == "__main__":
    finish(CATALOGUE, text(), "make rules")
