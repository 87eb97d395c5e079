"""Holds the two sentence splitters, of the modelling file and of the Swift module, against each other.

    Tests/Probes/Pruning/splitting.py PROBE [--texts N] [--seed S]

PROBE is the built PruningProbe. Texts are random compositions of whatever the rules look at, and documents in six
languages. Every piece is split again, and must stay as it is; block packing is compared too.
"""

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Shared"))

import texts  # noqa: E402

TEMPLATE = Path(__file__).resolve().parents[3] / "templates/modeling_pruning_encoder.py"


def modelling_file():
    spec = importlib.util.spec_from_file_location("modeling_pruning_encoder", TEMPLATE)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def ask(probe, requests):
    """The probe's answers to requests, many at once."""
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    output = subprocess.run([probe], input=lines, capture_output=True, text=True, check=True).stdout
    answers = [json.loads(line) for line in output.splitlines()]
    assert len(answers) == len(requests), f"{len(answers)} answers to {len(requests)} requests"
    return answers


def check_splitting(module, probe, many):
    pieces = [module.split_sentences(text) for text in many]
    for text, ours, theirs in zip(many, pieces, ask(probe, [{"text": text} for text in many])):
        assert "".join(ours) == text, f"pieces are not the text: {text!r}"
        assert [len(piece) for piece in ours] == theirs, f"{text!r}\nPython {ours}\nSwift {theirs}"
        for piece in ours:
            assert module.split_sentences(piece) == [piece], f"split again: {piece!r} of {text!r}"


def check_packing(module, probe, chooser, count):
    requests = [
        {"counts": [chooser.choice((0, 1, 2, 5, 9, 40, 300)) for _ in range(chooser.randint(0, 40))],
         "room": chooser.randint(1, 60)}
        for _ in range(count)
    ]  # fmt: skip
    for request, ends in zip(requests, ask(probe, requests)):
        blocks = module._pack_blocks(request["counts"], request["room"])
        assert [end for _, end in blocks] == ends, request
        assert [start for start, _ in blocks] == [0, *ends[:-1]] and ends[-1] == sum(request["counts"])
        assert all(end - start <= request["room"] for start, end in blocks)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("probe", type=Path)
    parser.add_argument("--texts", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    module = modelling_file()
    chooser = random.Random(options.seed)
    began = time.time()
    done = 0
    while done < options.texts:
        count = min(5000, options.texts - done)
        many = [texts.soup(chooser) for _ in range(count)]
        many += [document for _, document in texts.pairs(count // 10, seed=options.seed + done)]
        check_splitting(module, options.probe, many)
        check_packing(module, options.probe, chooser, count // 10)
        done += count
    print(f"{done} random texts and {done // 10} documents split alike, in {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
