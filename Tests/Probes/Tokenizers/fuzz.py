"""Random tokenizers and random texts, the reference against TokenizerProbe.

    fuzz.py PROBE [--minutes M] [--seed S] [--family NAME]

Stops at the first difference and prints the tokenizer and the request. A tokenizer that the reference refuses must
be refused, or at least survived; one that we refuse as unsupported is counted.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import sys
import tempfile
import time

import tokenizers

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Shared"))

import configurations  # noqa: E402
import corpus  # noqa: E402
import oracle  # noqa: E402


def request(source):
    if source.random() < 0.6:
        return {"text": corpus.mixture(source)}
    return corpus.pairs(1, source.random())[0]


def strays(model):
    """Whether tokens can have places outside the text, which have no byte offsets that mean anything."""
    return model.get("byte_fallback") and (model.get("continuing_subword_prefix") or model.get("end_of_word_suffix"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("probe")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", default=str(time.time()))
    parser.add_argument("--family")
    parser.add_argument("--keep-going", type=int, default=1)
    options = parser.parse_args()
    # The reference's panics are expected; their traces are noise.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    end = time.time() + options.minutes * 60
    probe, count, skipped, failures, trial = oracle.Probe(options.probe), 0, collections.Counter(), 0, 0
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "tokenizer.json"
        while time.time() < end and failures < options.keep_going:
            trial += 1
            seed = f"{options.seed} {trial}"
            configuration = configurations.tokenizer(seed, options.family)
            path.write_text(json.dumps(configuration))
            answer = probe.load(path)
            try:
                tokenizer = oracle.load(path)
            except BaseException:
                skipped["refused by the reference"] += 1
                continue
            normalizer = tokenizer.normalizer
            if configurations.is_ambiguous(configuration, normalizer.normalize_str if normalizer else str):
                skipped["by chance in the reference"] += 1
                continue
            if isinstance(answer, dict):
                skipped[answer["error"].split(", ", 1)[-1][:90]] += 1
                continue
            source = random.Random(seed)
            for _ in range(25):
                asked = request(source)
                expected = oracle.encode(tokenizer, asked)
                problem = oracle.difference(expected, probe.ask(asked), asked, strays(configuration["model"]))
                if problem is None and isinstance(expected, list):
                    skip = source.random() < 0.5
                    try:
                        decoded = tokenizer.decode(expected[0], skip_special_tokens=skip)
                    except BaseException:
                        decoded = None
                    ours = probe.ask({"decode": expected[0], "skip": skip})
                    if decoded is not None and ours != decoded:
                        problem = f"decode {skip}: reference {decoded!r} ours {ours!r} tokens {expected[5]}"
                count += 1
                if problem:
                    failures += 1
                    small = {k: v for k, v in configuration.items() if k != "model"}
                    small["model"] = {k: v for k, v in configuration["model"].items() if k not in ("vocab", "merges")}
                    print(f"seed {seed!r}\n{json.dumps(small)}\n{json.dumps(asked)}\n{problem[:1500]}\n", flush=True)
                    break
    print(f"{trial} tokenizers, {count} texts and pairs, {failures} differences; not compared: {dict(skipped)}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
