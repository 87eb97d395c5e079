"""Measures `pruning_pack.Pruner` against its own process and against `process` of the modelling file in torch, in one run.

    .cache/venv-bench/bin/python Benchmarks/pruner.py PACKAGE [--documents N] [--rounds R]

- From `Pruner(package)` in a new interpreter to the first answer: at most 0.5 s.
- What a call takes beyond the time that the process spends on it, the median of short calls: at most 1 ms.
- Documents of about 2,000 tokens a second: one call of both, turn by turn, the shortest turn of each; and a stream.

Fails where a bound is missed.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

import tokenizers
import torch
import transformers
from bench import OFFLINE, ROOT, machine
from prune import documents

sys.path.insert(0, str(ROOT / "python"))
import pruning_pack  # noqa: E402

FIRST = """
import sys, time
sys.path.insert(0, sys.argv[1])
import pruning_pack
start = time.perf_counter()
pruner = pruning_pack.Pruner(sys.argv[2])
pruner.process("When was the bridge built?", "It was opened in 1932. Tea is a plant.")
print(time.perf_counter() - start)
"""
FIRST_SECONDS, CALL_SECONDS = 0.5, 0.001


def first_answer(package, rounds):
    """Seconds to the first answer, each in a new interpreter: all of them."""
    arguments = [sys.executable, "-c", FIRST, ROOT / "python", package]
    return [float(subprocess.run(arguments, check=True, capture_output=True, text=True).stdout) for _ in range(rounds)]


def calls(pruner, count):
    """Seconds of short calls, and what of them is not the process's own time."""
    whole, beyond = [], []
    for _ in range(count):
        start = time.perf_counter()
        timing = pruner.process("When was the bridge built?", "It was opened in 1932. Tea is a plant.")["timing"]
        whole.append(time.perf_counter() - start)
        beyond.append(whole[-1] - timing["tokenize_seconds"] - timing["inference_seconds"])
    return whole, beyond


def measured(body):
    start = time.perf_counter()
    result = body()
    return time.perf_counter() - start, result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=pathlib.Path)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ.update(OFFLINE)
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(os.cpu_count())
    print(machine())
    first = first_answer(options.package, options.rounds + 2)
    print(f"first answer                    {min(first) * 1e3:>8.0f} ms (median {statistics.median(first) * 1e3:.0f})")

    tokenizer = tokenizers.Tokenizer.from_file(str(options.package / "tokenizer.json"))
    tokenizer.no_truncation()
    lines = documents(options.documents, tokenizer)
    questions, contexts = [line["query"] for line in lines], [line["document"] for line in lines]
    model = transformers.AutoModelForSequenceClassification.from_pretrained(options.package, trust_remote_code=True)
    ours, streamed, python = [], [], []
    with pruning_pack.Pruner(options.package) as pruner:
        calls(pruner, 50)
        whole, beyond = calls(pruner, 500)
        print(
            f"a short call                    {statistics.median(whole) * 1e3:>8.2f} ms, of which "
            f"{statistics.median(beyond) * 1e3:.2f} ms beyond the process's own time"
        )
        for _ in range(options.rounds):
            ours.append(measured(lambda: pruner.process(questions, contexts)))
            streamed.append(measured(lambda: list(pruner.stream(zip(questions, contexts)))))
            python.append(measured(lambda: model.process(questions, contexts, show_progress=False)))
    texts = ours[0][1]["pruned_context"]
    assert texts == [result["pruned_context"] for result in streamed[0][1]]
    others = sum(one != other for one, other in zip(texts, python[0][1]["pruned_context"]))
    fastest = [min(seconds for seconds, _ in runs) for runs in (ours, streamed, python)]
    for name, seconds in zip(("Pruner.process", "Pruner.stream", "process in torch"), fastest):
        print(f"{name:<20}            {options.documents / seconds:>8.1f} documents a second")
    print(f"ratio                           {fastest[2] / fastest[0]:>8.1f}x; {others} texts differ")
    missed = [
        name
        for name, value, bound in (
            ("first answer", min(first), FIRST_SECONDS), ("a call", statistics.median(beyond), CALL_SECONDS),
        )
        if value > bound
    ]  # fmt: skip
    if missed:
        sys.exit(f"slower than it may be: {', '.join(missed)}")


if __name__ == "__main__":
    main()
