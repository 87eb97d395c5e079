#!/usr/bin/env python3
"""Writes ConsumedKeys.generated.swift: what transformers 4 and 5 make of the keys of config.json.

    .cache/venv-tf5/bin/python Tools/generate/consumed_keys.py [--check]

It asks both environments of the tests, and takes a key for what either makes of it.
"""

import json
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from output import ROOT, TF4, TF5, finish

OUTPUT = "Sources/PackValidation/Areas/Config/ConsumedKeys.generated.swift"
sys.path.insert(0, str(ROOT / "Tests/Shared"))


def ask(python, directory):
    ran = subprocess.run(
        [python, Path(__file__).parent / "consumed/names.py", directory], capture_output=True, check=True, text=True
    )
    return json.loads(ran.stdout)


def make_models(directory):
    """A small model of each family, as save_pretrained of the older version leaves it: one directory each."""
    from checkpoints import FAMILIES, make_model
    from transformers import AutoModelForSequenceClassification

    for family in FAMILIES:
        model, _ = make_model(family, AutoModelForSequenceClassification, num_labels=1)
        model.save_pretrained(Path(directory) / family)


def collected(answers, kind):
    """(keys of every family, {family: keys that only some have}): either version's. A package's root is the family ""."""
    families = {family: set() for answer in answers for family in answer[kind]}
    for answer in answers:
        shared = set.intersection(*(set(keys) for family, keys in answer[kind].items() if family))
        for family, keys in families.items():
            # What a version has in every family is no other in one that it does not have.
            keys.update(answer[kind].get(family, shared))
    common = set.intersection(*(keys for family, keys in families.items() if family))
    return common, {family: keys - common for family, keys in families.items()}


def literal(name, comment, answers, kind):
    common, families = collected(answers, kind)
    words = sorted(common) + sorted(f"{family}/{key}" for family, keys in families.items() for key in keys)
    body = " \\\n    ".join(textwrap.wrap(" ".join(words), 110, break_long_words=False, break_on_hyphens=False))
    return f'  /// {comment}\n  static let {name}: StaticString = """\n    {body}\n    """\n'


def main():
    answers = []
    for python in (TF4, TF5):
        with tempfile.TemporaryDirectory() as directory:
            make_models(directory)
            answers.append(ask(python, directory))
    parts = [
        literal("memberTable", "Methods and properties that a key would hide.", answers, "members"),
        literal("parameterTable", "Keys with a meaning.", answers, "parameters"),
        literal("literalTable", "Keys of which null is taken for a value, and changes or breaks the model.", answers, "literal"),
    ]
    versions = " and ".join(answer["version"] for answer in answers)
    finish(
        OUTPUT,
        f"// swift-format-ignore-file\n// Written by Tools/generate/consumed_keys.py from transformers {versions}. Not to be edited.\n\n"
        "/// What the configurations of transformers 4 and 5 have: `key` in all of them, `family/key` in some, `/key` at a package's root.\n"
        "enum ConsumedKeys {\n" + "\n".join(parts) + "}\n",
        "make consumed-keys",
    )


if __name__ == "__main__":
    main()
