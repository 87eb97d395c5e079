"""Measures `prune` against `process` of the modelling file in torch: documents a second on the same cores, and memory.

    .cache/venv-bench/bin/python Benchmarks/prune.py PACKAGE [--documents N] [--rounds R]

Documents have about 2,000 tokens each. Both load the model and read the same file; their turns alternate and each one's
shortest run counts. The command runs on half of the documents, too: its memory must not grow with their number. Fails
where the command is less than twice as fast, where its memory grows, or where the pruned texts differ by more than
sentences within 1e-4 of the threshold.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import tokenizers
from bench import COMMAND, ROOT, cold, machine

sys.path.insert(0, str(ROOT / "Tests/Shared"))
import texts  # noqa: E402

PYTHON = """
import json, os, sys, torch, transformers
transformers.logging.set_verbosity_error()
torch.set_num_threads(os.cpu_count())
package, pairs, output = sys.argv[1:]
model = transformers.AutoModelForSequenceClassification.from_pretrained(package, trust_remote_code=True)
lines = [json.loads(line) for line in open(pairs, encoding="utf-8")]
result = model.process([line["query"] for line in lines], [line["document"] for line in lines], show_progress=False)
with open(output, "w", encoding="utf-8") as stream:
    json.dump(result["pruned_context"], stream)
"""


TOKENS = 2000
RATIO = 2


def documents(count, tokenizer):
    chooser = random.Random(3)
    made = []
    for _ in range(count):
        document = ""
        while len(tokenizer.encode(document, add_special_tokens=False)) < TOKENS:
            document += texts.prose(chooser, "en", 5) + chooser.choice(("\n\n", " "))
        made.append({"query": chooser.choice(texts.QUERIES["en"]), "document": document})
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=pathlib.Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as work:
        pairs, few, pruned = (pathlib.Path(work) / name for name in ("pairs.jsonl", "few.jsonl", "pruned.json"))
        tokenizer = tokenizers.Tokenizer.from_file(str(options.package / "tokenizer.json"))
        tokenizer.no_truncation()
        lines = "".join(json.dumps(line) + "\n" for line in documents(options.documents, tokenizer))
        pairs.write_text(lines, encoding="utf-8")
        ours, quantized, python = [], [], []
        command = [COMMAND, "prune", options.package, "--input", pairs, "--format", "json"]
        for _ in range(options.rounds):
            ours.append(cold(command))
            quantized.append(cold([*command, "--precision", "int8"]))
            python.append(cold([sys.executable, "-c", PYTHON, options.package, pairs, pruned]))
        records, approximate = (
            [json.loads(line) for line in subprocess.run(arguments, capture_output=True, check=True).stdout.splitlines()]
            for arguments in (command, [*command, "--precision", "int8"])
        )
        theirs = json.loads(pruned.read_text(encoding="utf-8"))
        assert len(records) == len(theirs) == options.documents
        others = [one for one, other in zip(records, theirs) if one["pruned_context"] != other]
        threshold = json.loads((options.package / "config.json").read_text(encoding="utf-8"))["pruning_threshold"]
        few.write_text("".join(lines.splitlines(keepends=True)[: options.documents // 2]), encoding="utf-8")
        half = cold([COMMAND, "prune", options.package, "--input", few, "--format", "json"])
    (seconds, memory), (int8_seconds, int8_memory), (python_seconds, python_memory) = min(ours), min(quantized), min(python)
    alike = sum(one["pruned_context"] == other["pruned_context"] for one, other in zip(records, approximate))
    print(f"{options.documents} documents of 2,000 tokens, {os.cpu_count()} cores, {len(records) - len(others)} pruned alike")
    print(f"prune    {options.documents / seconds:>7.2f} documents/s   {memory / 1e6:>5.0f} MB; "
          f"{half[1] / 1e6:.0f} MB for half of them")
    print(f"int8     {options.documents / int8_seconds:>7.2f} documents/s   {int8_memory / 1e6:>5.0f} MB; "
          f"{seconds / int8_seconds:.2f}x float32, {alike} pruned as in float32")
    print(f"process  {options.documents / python_seconds:>7.2f} documents/s   {python_memory / 1e6:>5.0f} MB")
    print(f"ratio    {python_seconds / seconds:>7.2f}x")
    for record in others:
        nearest = min(abs(probability - threshold) for probability in record["sentence_probabilities"])
        assert nearest <= 1e-4, f"pruned differently, and no sentence is nearer to the threshold than {nearest}"
    assert memory <= 1.1 * half[1], f"{memory} bytes for all, {half[1]} for half of them"
    assert python_seconds / seconds >= RATIO, f"less than {RATIO} times as fast"


if __name__ == "__main__":
    main()
