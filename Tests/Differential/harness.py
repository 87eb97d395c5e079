"""Holds the gate to what transformers 4 and 5 make of changed packages.

    .cache/venv-tf5/bin/python Tests/Differential/harness.py [--count N] [--seed S] [--families F,...] [--modes M,...]
        [--only TEXT] [--log FILE] [--again FILE] [--jobs N]

--again makes the changes of another run's log that failed there.
"""

import argparse
import collections
import itertools
import json
import os
import random
import re
import resource
import shutil
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from environment import HERE, PYTHON, REPOSITORY, Environment

sys.path.insert(0, str(REPOSITORY / "Tests/Shared"))

from binary import attempt  # noqa: E402
from changes import KINDS, Changes, Decks, apply  # noqa: E402

FAMILIES = ("bert", "xlm-roberta", "modernbert", "deberta-v2")
MODES = ("reranking_pruning", "pruning_only")
OUTCOMES = ("right: refused", "right: passed", "PASSED AND WRONG", "REFUSED AND RIGHT", "NO VERDICT")
EXCLUSIONS = json.loads((HERE / "exclusions.json").read_text(encoding="utf-8"))
assert len(EXCLUSIONS) <= 20 and all(entry["reason"] and entry["rules"] for entry in EXCLUSIONS)


class Good:
    """A good package of a family and mode, and the changes that are made of it."""

    def __init__(self, place, family, mode):
        self.family, self.mode = family, mode
        self.name = f"{family}, {mode}"
        self.directory = place / f"{family}-{mode}"
        self.written = []

    def make(self, environment):
        answer = environment.require(do="make", directory=str(self.directory), family=self.family, mode=self.mode)
        self.passages = answer["passages"]

    def request(self, **more):
        return {"good": str(self.directory), "mode": self.mode, "passages": self.passages, **more}

    def warm(self, environment):
        """The names by which the environment reads it, once everything in it loads."""
        answer = environment.require(**self.request(do="warm"))
        assert not answer["broken"], f"{self.name}, transformers {environment.version}: {answer['broken']}"
        return answer["names"]


def words(edits):
    """The texts in changes of a tokenizer's files, keys and values."""

    def inside(value):
        if isinstance(value, dict):
            return {word for item in value.items() for part in item for word in inside(part)}
        if isinstance(value, list):
            return {word for part in value for word in inside(part)}
        return {value} if isinstance(value, str) else set()

    found = set()
    for edit in edits:
        if re.search("token|vocab|merges", edit["file"]):
            found |= inside([edit.get("set"), edit.get("value")]) | set(edit.get("text", "").split())
    return sorted(found)[:50]


def verdict(package):
    """The ids of rules with errors, or why there is no verdict."""
    code, output, errors = attempt("verify", "--format", "json", "--threads", "1", package)
    if code not in (0, 1):
        return [f"exit code {code}: {errors[-300:]}"]
    findings = json.loads(output)["findings"]
    return sorted({finding["rule"] for finding in findings if finding["severity"] == "error"})


def excluded(change, refused):
    """Whether a change is not judged: the exclusions that have its name have every rule that refuses it."""
    named = [entry for entry in EXCLUSIONS if re.search(entry.get("changes", ""), change["name"])]
    return bool(refused) and set(refused) <= {rule for entry in named for rule in entry["rules"]}


def outcome(refused, harms):
    if any(rule.startswith("exit code") for rule in refused):
        return "NO VERDICT"
    if harms:
        return "right: refused" if refused else "PASSED AND WRONG"
    return "REFUSED AND RIGHT" if refused else "right: passed"


class Run:
    """Changes made and judged, several at a time."""

    def __init__(self, place, environments, log):
        self.place, self.environments, self.log = place, environments, log
        self.lock = threading.Lock()
        self.table = collections.Counter()
        self.failures = self.excluded = self.done = 0
        self.seconds = 0.0

    def judge(self, good, change):
        """Runs one change through the gate and every consumer in every environment."""
        package = Path(tempfile.mkdtemp(prefix="change-", dir=self.place)) / "package"
        try:
            shutil.copytree(good.directory, package)
            apply(change, package, good.directory)
            refused = verdict(package)
            files = [edit["file"] for edit in change["edits"]]
            harms = {}
            for environment in self.environments:
                answer = environment.ask(**good.request(do="judge", package=str(package), files=files, words=words(change["edits"])))
                found = answer["harms"] if answer else {"process": "it ended, or took too long"}
                if found:
                    harms[environment.version] = found
                with self.lock:
                    self.seconds += answer["seconds"] if answer else 0
        finally:
            shutil.rmtree(package.parent, ignore_errors=True)
        self.count(good, change, refused, harms)

    def count(self, good, change, refused, harms):
        result = outcome(refused, harms)
        failed = not result.startswith("right")
        entry = {"package": good.name, **change, "refused": refused, "harms": harms, "outcome": result}
        with self.lock:
            self.done += 1
            if failed and excluded(change, refused):
                self.excluded += 1
                entry["excluded"] = True
            else:
                self.table[change["kind"], result] += 1
                if failed:
                    self.failures += 1
                    print(f"{result}: {good.name}: {change['name']}: {harms or refused}"[:500], flush=True)
            if self.log:
                self.log.write(json.dumps(entry, ensure_ascii=False) + "\n")
                self.log.flush()

    def print_table(self):
        print(f"\n{'':20}" + "".join(f"{name:>20}" for name in OUTCOMES))
        for kind in [*KINDS, "nothing"]:
            if any(self.table[kind, name] for name in OUTCOMES):
                print(f"{kind:20}" + "".join(f"{self.table[kind, name]:20}" for name in OUTCOMES))
        print(f"{'all':20}" + "".join(f"{sum(self.table[kind, name] for kind in [*KINDS, 'nothing']):20}" for name in OUTCOMES))


def planned(arguments, goods, names):
    """(package, change) one after another: nothing changed first, then changes of each package in turn."""
    if arguments.again:
        by_name = {good.name: good for good in goods}
        for line in Path(arguments.again).read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if not entry["outcome"].startswith("right") and entry["package"] in by_name:
                yield by_name[entry["package"]], {key: entry[key] for key in ("kind", "name", "edits")}
        return
    yield from ((good, {"kind": "nothing", "name": "nothing is changed", "edits": []}) for good in goods)
    decks = Decks(names, random.Random(arguments.seed))
    rows = [Changes(good.directory, decks, good.written) for good in goods]
    for good, row in itertools.cycle(zip(goods, rows)):
        change = row.next()
        if not arguments.only or arguments.only in change["name"]:
            yield good, change


def prepare(goods, environments):
    """Makes and loads the good packages; returns the names that the libraries have, by kind."""
    for environment in environments:
        environment.wait()
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda good: good.make(environments[0]), goods))
        found = list(pool.map(lambda environment: [good.warm(environment) for good in goods], environments))
    names = collections.defaultdict(set)
    for of_environment in found:
        for good, of_good in zip(goods, of_environment):
            good.written += of_good.pop("written")
            for kind, of_kind in of_good.items():
                names[kind] |= {tuple(name) if isinstance(name, list) else name for name in of_kind}
    return names


def run(arguments, place):
    environments = [Environment(version, place) for version in PYTHON]
    try:
        goods = [Good(place, family, mode) for family in arguments.families for mode in arguments.modes]
        names = prepare(goods, environments)
        with open(arguments.log or os.devnull, "w", encoding="utf-8") as log:
            judged = Run(place, environments, log)
            start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
            plan = itertools.islice(planned(arguments, goods, names), arguments.count)
            lock = threading.Lock()

            def work():
                while True:
                    with lock:
                        step = next(plan, None)
                    if step is None:
                        return
                    judged.judge(*step)

            with ThreadPoolExecutor(arguments.jobs) as pool:
                for lane in [pool.submit(work) for _ in range(arguments.jobs)]:
                    lane.result()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        minutes = (time.monotonic() - start) / 60
        gate = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        judged.print_table()
        print(f"\nseed {arguments.seed}: {judged.done} changes, {judged.done / minutes:.0f} a minute, {judged.excluded} excluded; "
              f"a change took {judged.seconds / judged.done:.2f} s of the consumers' processors and {gate / judged.done:.2f} s of the gate's")
        return judged.failures
    finally:
        for environment in environments:
            environment.close()


def listed(known):
    def parse(text):
        found = text.split(",")
        if not set(found) <= set(known):
            raise argparse.ArgumentTypeError(f"{text}; expected some of {', '.join(known)}")
        return found

    return parse


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--families", type=listed(FAMILIES), default=FAMILIES)
    parser.add_argument("--modes", type=listed(MODES), default=MODES)
    parser.add_argument("--only", help="only changes whose name has this text")
    parser.add_argument("--log", help="a file for every change and its outcome, as JSON lines")
    parser.add_argument("--again", help="a log whose failures are to be tried again")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    # In memory, where there is such a place.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    place = Path(tempfile.mkdtemp(prefix="pruning-pack-differential-", dir=memory))
    try:
        failures = run(arguments, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(f"{failures} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
