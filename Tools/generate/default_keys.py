#!/usr/bin/env python3
"""Writes Sources/PackDiff/Compare/DefaultKeys.generated.swift: keys of config.json that say what transformers 4 and 5 take where
they are missing.

    .cache/venv-tf5/bin/python Tools/generate/default_keys.py [--check]

It asks both environments of the tests. A value is in the table where no version has another one: one has it, and the other the
same, or no such key.
"""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

from output import ROOT, TF4, TF5, finish

OUTPUT = "Sources/PackDiff/Compare/DefaultKeys.generated.swift"
ENVIRONMENTS = [TF4, TF5]
# What names the file or its writer, and is compared as such.
NAMES = {"architectures", "auto_map", "id2label", "label2id", "model_type", "transformers_version"}


def ask(python, families):
    """What a version says, where it is told the keys that others have: {family: {key: value}}."""
    script = Path(__file__).parent / "consumed/defaults.py"
    ran = subprocess.run([python, script], input=json.dumps(families), capture_output=True, check=True, text=True)
    return json.loads(ran.stdout)


def keys(answer):
    return {family: found["keys"] for family, found in answer["families"].items()}


def agreed(answers):
    """Key -> value of one family."""
    found = {}
    for key in sorted({key for answer in answers for key in answer["fixed"]} - NAMES):
        if key.startswith("_"):
            continue
        values = [answer["fixed"].get(key) for answer in answers if key in answer["keys"]]
        if all(value is not None and value == values[0] for value in values):
            found[key] = values[0]
    return found


def main():
    sys.path.insert(0, str(ROOT / "Tests/Shared"))
    from checkpoints import FAMILIES

    nothing = {family: {} for family in FAMILIES}
    older, newer = (ask(python, nothing) for python in ENVIRONMENTS)
    answers = [ask(ENVIRONMENTS[0], nothing | keys(newer)), ask(ENVIRONMENTS[1], nothing | keys(older))]
    table = {
        family: agreed([answer["families"][family] for answer in answers if family in answer["families"]])
        for family in sorted(FAMILIES)
    }
    text = json.dumps(table)
    body = "\n    ".join(textwrap.wrap(text, 110, break_long_words=False, break_on_hyphens=False))
    versions = " and ".join(answer["version"] for answer in answers)
    finish(
        OUTPUT,
        f"// swift-format-ignore-file\n// Written by Tools/generate/default_keys.py from transformers {versions}. Not to be edited.\n\n"
        "/// What the configurations of transformers 4 and 5 have where config.json says nothing.\n"
        "enum DefaultKeys {\n"
        '  /// JSON: values by family and key.\n  static let table = #"""\n    '
        f'{body}\n    """#\n}}\n',
        "make default-keys",
    )


if __name__ == "__main__":
    main()
