"""Holds the gate to what transformers 4 and 5 make of changed packages.

    .cache/venv-tf5/bin/python Tests/Differential/harness.py [--count N] [--seed S] [--mode MODE] [--only TEXT]
"""

import argparse
import collections
import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from changes import Changes

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path.insert(0, str(REPOSITORY / "Tests/Python"))

from binary import attempt  # noqa: E402
from checkpoints import make_checkpoint  # noqa: E402
from packages import pack  # noqa: E402

ENVIRONMENTS = {"5": REPOSITORY / ".cache/venv-tf5/bin/python", "4": REPOSITORY / ".cache/venv-tf4/bin/python"}
TOLERANCE = 1e-5
TIME_LIMIT = 60
PASSAGES = [
    "The coral reef is in the warm sea. A day has 24 hours.", "", "Café naïve — ÀÉ 漢字 <mask> </s> <s> [MASK] x",
    "fish under the tree near the river, by the barrier, and the sun over the mountain. " * 8,
]


class Consumer:
    """A process of one environment that loads packages; it is started again when a package ends it."""

    def __init__(self, python):
        self.python = python
        self.process = None

    def ask(self, job):
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [self.python, HERE / "consumers.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, bufsize=0,
            )
        self.process.stdin.write(json.dumps(job).encode() + b"\n")

    def answer(self):
        text, end = b"", time.monotonic() + TIME_LIMIT
        while not text.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            part = os.read(self.process.stdout.fileno(), 1 << 20) if ready else b""
            if not part:
                why = "the process died" if ready else f"no answer in {TIME_LIMIT} s"
                self.close()
                return {"process": why}
            text += part
        return json.loads(text)

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def same(found, wanted):
    """Whether two results are alike, numbers within the tolerance."""
    if isinstance(wanted, (int, float)) and isinstance(found, (int, float)):
        return abs(found - wanted) <= TOLERANCE + TOLERANCE * abs(wanted)
    if isinstance(wanted, list) and isinstance(found, list):
        return len(found) == len(wanted) and all(map(same, found, wanted))
    if isinstance(wanted, dict) and isinstance(found, dict):
        # How long something took differs from run to run.
        keys = (wanted.keys() | found.keys()) - {"timing", "performance_trace"}
        return all(key in found and key in wanted and same(found[key], wanted[key]) for key in keys)
    return found == wanted


def harm(outputs, good):
    """What a change does in one environment: {consumer: what differs}."""
    harms = {}
    for consumer, wanted in good.items():
        found = outputs.get(consumer, outputs.get("process", "no answer"))
        if isinstance(found, str):
            harms[consumer] = found
        elif not same(found, wanted):
            harms[consumer] = "other numbers"
    return harms


def verdict(package):
    """The ids of rules with errors, or why there is no verdict."""
    code, output, errors = attempt("verify", "--format", "json", "--threads", "1", package)
    if code not in (0, 1):
        return {f"exit code {code}: {errors[-200:]}"}
    report = json.loads(output)
    return {finding["rule"] for finding in report["findings"] if finding["severity"] == "error"}


def passages_for(package):
    """The passages, and one that has the text of every special and added token."""
    document = json.loads((package / "tokenizer.json").read_text(encoding="utf-8"))
    added = [token["content"] for token in document["added_tokens"]]
    return PASSAGES + [" ".join(f"reef {token}{token} sea" for token in added)]


def known_names():
    """The names that either environment's libraries have."""
    names = collections.defaultdict(set)
    for python in ENVIRONMENTS.values():
        ran = subprocess.run([python, HERE / "names.py"], capture_output=True, check=True)
        for kind, found in json.loads(ran.stdout).items():
            names[kind] |= set(found)
    return {kind: sorted(found) for kind, found in names.items()}


def run(arguments, place):
    checkpoint = make_checkpoint(place / "checkpoint", family=arguments.family, mode=arguments.mode)
    good = pack(checkpoint, place / "good", mode=arguments.mode, base_model="example/base")
    code, _, errors = attempt("record", good, "--python", ENVIRONMENTS["5"])
    assert code == 0, errors
    package = place / "package"
    consumers = {version: Consumer(python) for version, python in ENVIRONMENTS.items()}

    job = {"path": str(package), "mode": arguments.mode, "passages": passages_for(good)}

    def load():
        for consumer in consumers.values():
            consumer.ask(job)
        refused = verdict(package)
        return refused, {version: consumer.answer() for version, consumer in consumers.items()}

    shutil.copytree(good, package)
    refused, expected = load()
    broken = {version: [text for text in outputs.values() if isinstance(text, str)] for version, outputs in expected.items()}
    assert not refused and not any(broken.values()), f"the good package: {refused} {broken}"
    exclusions = json.loads((HERE / "exclusions.json").read_text(encoding="utf-8"))
    assert len(exclusions) <= 20 and all(entry["reason"] for entry in exclusions)
    changes = Changes(good, known_names(), arguments.seed)
    counts, failures, start = collections.Counter(), [], time.monotonic()
    while counts["changes"] < arguments.count:
        change = changes.next()
        if arguments.only and arguments.only not in change.name:
            continue
        if any(re.search(entry["pattern"], change.name) for entry in exclusions):
            counts["excluded"] += 1
            continue
        shutil.rmtree(package)
        shutil.copytree(good, package)
        change.apply(package)
        refused, outputs = load()
        harms = {version: harm(found, expected[version]) for version, found in outputs.items()}
        harms = {version: found for version, found in harms.items() if found}
        counts["changes"] += 1
        counts["refused" if refused else "passed"] += 1
        counts["harmful" if harms else "harmless"] += 1
        if any(rule.startswith("exit code") for rule in refused):
            failures.append(f"NO VERDICT: {change.name}: {refused}")
        elif harms and not refused:
            failures.append(f"PASSED AND WRONG: {change.name}: {harms}")
        elif refused and not harms:
            failures.append(f"REFUSED AND RIGHT: {change.name}: {sorted(refused)}")
        if len(failures) > counts["printed"]:
            counts["printed"] = len(failures)
            print(failures[-1][:600], flush=True)
    for consumer in consumers.values():
        consumer.close()
    minutes = (time.monotonic() - start) / 60
    print(f"seed {arguments.seed}, {arguments.family}, {arguments.mode}: {counts['changes'] / minutes:.0f} changes a minute")
    for name in ("changes", "excluded", "harmful", "harmless", "refused", "passed"):
        print(f"{name:10}{counts[name]:7}")
    return failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", default="bert")
    parser.add_argument("--mode", default="reranking_pruning", choices=["reranking_pruning", "pruning_only"])
    parser.add_argument("--only", help="only changes whose name has this text")
    arguments = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="pruning-pack-differential-"))
    try:
        failures = run(arguments, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(f"{len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
