#!/usr/bin/env python3
"""Holds what is read of cards to huggingface_hub's ModelCard: which cards it loads, and every value of them.

    compare.py PROBE [--count 500] [--seed 0]

PROBE is the built CardProbe. A card is a random front matter (front_matters.py); known ones come first.
"""

import argparse
import datetime
import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import huggingface_hub
import yaml
from front_matters import KNOWN, Generator
from huggingface_hub import ModelCard
from huggingface_hub.repocard import REGEX_YAML_BLOCK

# A surrogate is no character outside Python.
EXCLUDED = ("\\ud8", "\\uD8")


def contains_itself(card):
    """Whether an alias stands within its own value: Python makes an object without an end of it, which is refused here."""
    block = REGEX_YAML_BLOCK.search(card.removeprefix("\ufeff"))
    open_nodes = []

    def walk(node):
        if any(node is other for other in open_nodes):
            return True
        children = []
        if isinstance(node, yaml.SequenceNode):
            children = node.value
        elif isinstance(node, yaml.MappingNode):
            children = [part for pair in node.value for part in pair]
        open_nodes.append(node)
        found = any(map(walk, children))
        open_nodes.pop()
        return found

    try:
        return block is not None and walk(yaml.compose(block[2]))
    except (yaml.YAMLError, ValueError):
        return False


def canonical(value):
    """A value as CardProbe writes it."""
    if value is None:
        return ["null", ""]
    if isinstance(value, bool):
        return ["boolean", str(value).lower()]
    if isinstance(value, int):
        return ["integer", str(value) if -(2**63) <= value < 2**63 else "large"]
    if isinstance(value, float):
        return ["float", "nan" if value != value else str(struct.unpack("<Q", struct.pack("<d", value))[0])]
    if isinstance(value, str):
        return ["text", value]
    if isinstance(value, bytes):
        return ["binary", str(list(value))]
    if isinstance(value, datetime.datetime):
        offset = value.utcoffset()
        zone = "" if offset is None else f"{int(offset.total_seconds() // 60):+d}"
        return ["timestamp", value.strftime("%H:%M:%S").join([f"{value.date().isoformat()}T", f".{value.microsecond:06d}{zone}"])]
    if isinstance(value, datetime.date):
        return ["timestamp", value.isoformat()]
    if isinstance(value, (list, tuple)):
        return ["list", [canonical(v) for v in value]]
    if isinstance(value, set):
        return ["set", sorted((canonical(v) for v in value), key=str)]
    return ["map", [[canonical(k), canonical(v)] for k, v in value.items()]]


def ordered(value):
    """Sets have no order."""
    kind, content = value
    if kind == "set":
        return [kind, sorted(map(ordered, content), key=str)]
    if kind == "list":
        return [kind, [ordered(v) for v in content]]
    if kind == "map":
        return [kind, [[k, ordered(v)] for k, v in content]]
    return value


def reference(card, path):
    """What ModelCard makes of a file: its data, None without front matter, or an error."""
    path.write_bytes(card.encode("utf-8"))
    try:
        ModelCard.load(path)
        block = REGEX_YAML_BLOCK.search(path.read_bytes().decode("utf-8-sig"))
        if not block:
            return None
        data = yaml.safe_load(block[2])
        return {"value": canonical({} if data is None else data)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def agree(theirs, ours):
    if theirs is None or ours is None:
        return theirs is ours
    if ("error" in theirs) != ("error" in ours):
        return False
    return "error" in theirs or ordered(theirs["value"]) == ordered(ours["value"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("probe")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    huggingface_hub.utils.logging.set_verbosity_error()
    generator = Generator(arguments.seed)
    cards = KNOWN + [generator.card() for _ in range(arguments.count)]
    cards = [card for card in cards if not any(text in card for text in EXCLUDED) and not contains_itself(card)]
    asked = "".join(json.dumps(card) + "\n" for card in cards)
    ran = subprocess.run([arguments.probe], input=asked.encode(), stdout=subprocess.PIPE, check=True)
    answers = [json.loads(line) for line in ran.stdout.decode().split("\n")[:-1]]
    assert len(answers) == len(cards), f"{len(answers)} answers to {len(cards)} cards"
    wrong = 0
    refused = 0
    with tempfile.TemporaryDirectory() as place:
        for card, ours in zip(cards, answers):
            theirs = reference(card, Path(place) / "README.md")
            refused += theirs is not None and "error" in theirs
            if not agree(theirs, ours):
                wrong += 1
                if wrong <= 20:
                    print(f"{card!r}\n  ModelCard: {theirs}\n  here:      {ours}")
    print(f"{len(cards)} cards, {refused} refused by huggingface_hub {huggingface_hub.__version__}: {wrong} differ")
    # Most of what is generated has to be read, and enough refused, or nothing is compared.
    assert 0.2 < refused / len(cards) < 0.8, refused
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
