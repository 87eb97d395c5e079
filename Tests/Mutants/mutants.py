"""Breaks good packages in hundreds of ways, and holds the gate to each: what it passes must load in both lines of
transformers and give the same numbers as before; what it refuses as code that does not load must not load.

    .cache/venv-tf5/bin/python Tests/Mutants/mutants.py [--sample N] [--seed S] [--keep DIRECTORY]
"""

import argparse
import collections
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import mutations

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "Tests/Shared"))

from binary import PRUNING_PACK, attempt  # noqa: E402
from checkpoints import make_checkpoint  # noqa: E402
from packages import pack  # noqa: E402

ENVIRONMENTS = {"5": REPOSITORY / ".cache/venv-tf5/bin/python", "4": REPOSITORY / ".cache/venv-tf4/bin/python"}
TOLERANCE = 1e-6


def make_package(place, family, mode, **options):
    """A good package, with recorded outputs where the command can record them."""
    checkpoint = make_checkpoint(place / f"{family}-checkpoint", family=family, mode=mode, **options)
    package = pack(checkpoint, place / f"{family}-package", mode=mode, base_model="example/base")
    code, _, errors = attempt("record", package, "--python", ENVIRONMENTS["5"])
    if code != 0:
        print(f"no recorded outputs: {errors.strip().splitlines()[-1:]}")
    return package


def make_mutants(place):
    """[(kind, name, mode, directory)]"""
    first = make_package(place, "bert", "reranking_pruning")
    second = make_package(place, "modernbert", "pruning_only")
    others = {
        "another vocabulary": make_package(place, "xlm-roberta", "reranking_pruning"),
        "the same family, tokens in another order": make_package(place, "electra", "reranking_pruning"),
        "another kind": second,
    }
    shuffle_vocabulary(others["the same family, tokens in another order"])
    plans = []
    for package, mode in ((first, "reranking_pruning"), (second, "pruning_only")):
        sources = [
            mutations.json_keys(package), mutations.whole_files(package), mutations.tensors(package),
            mutations.auto_maps(package),
        ]
        if package is first:
            sources += [mutations.tokenizers(package, others), mutations.code()]
        plans += [(package, mode, *mutant) for source in sources for mutant in source]
    return {"reranking_pruning": first, "pruning_only": second}, plans


def shuffle_vocabulary(package):
    """The same tokens under other ids, but for the special ones."""
    for file in package.rglob("tokenizer.json"):
        document = json.loads(file.read_text(encoding="utf-8"))
        vocabulary = document["model"]["vocab"]
        special = {token["content"] for token in document["added_tokens"]}
        tokens = [token for token in vocabulary if token not in special]
        ids = [vocabulary[token] for token in tokens]
        vocabulary.update(zip(tokens, ids[1:] + ids[:1]))
        file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def verify(directories):
    """{directory: ids of rules with errors}; a directory that the command died on has the id `crash`."""
    verdicts = {}
    for start in range(0, len(directories), 40):
        chunk = directories[start : start + 40]
        code, output, errors = attempt("verify", "--format", "json", *chunk)
        if code not in (0, 1):
            chunk_verdicts = [attempt("verify", "--format", "json", directory) for directory in chunk]
        else:
            chunk_verdicts = [(code, line, "") for line in output.splitlines()]
        for directory, (code, line, errors) in zip(chunk, chunk_verdicts, strict=True):
            if code not in (0, 1):
                verdicts[directory] = {"crash"}
                print(f"exit code {code}: {directory}: {errors[-300:]}")
                continue
            report = json.loads(line)
            verdicts[directory] = {f["rule"] for f in report["findings"] if f["severity"] == "error"}
    return verdicts


def load(version, jobs):
    """{directory: outputs, or a text that says why there are none}"""
    text = "".join(json.dumps(job) + "\n" for job in jobs)
    ran = subprocess.run(
        [ENVIRONMENTS[version], Path(__file__).with_name("load.py")], input=text.encode(), capture_output=True,
        timeout=3600, env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )
    results = {}
    for line in ran.stdout.decode().splitlines():
        result = json.loads(line)
        results[result["path"]] = result.get("outputs") or result["error"]
    for job in jobs:
        results.setdefault(job["path"], f"the process died: {ran.stderr.decode()[-300:]}")
    return results


def difference(outputs, expected):
    """Why the outputs are not the expected ones; None where they are."""
    if isinstance(outputs, str):
        return outputs
    for name, (found, wanted) in enumerate(zip(outputs, expected, strict=True)):
        if len(found) != len(wanted):
            return f"output {name} has {len(found)} numbers, not {len(wanted)}"
        for a, b in zip(found, wanted):
            if not abs(a - b) <= TOLERANCE + TOLERANCE * abs(b):
                return f"output {name} is {a}, not {b}"
    return None


def judge(good, mutants):
    """Prints the table; returns what must not be."""
    verdicts = verify([mutant["directory"] for mutant in mutants] + [str(package) for package in good.values()])
    failures = []
    for package in good.values():
        if verdicts[str(package)]:
            failures.append(f"the good package is refused for {verdicts[str(package)]}")
    jobs = [{"path": str(package), "mode": mode, "saves": True} for mode, package in good.items()]
    for mutant in mutants:
        mutant["errors"] = verdicts[mutant["directory"]]
        if "crash" in mutant["errors"]:
            failures.append(f"{mutant['kind']}, {mutant['name']}: the command crashed")
        # Broken code is harmless to load: it shows that it is broken.
        if not mutant["errors"] or mutant["kind"] == "broken code":
            jobs.append({"path": mutant["directory"], "mode": mutant["mode"], "saves": "code" in mutant["kind"]})
    loaded = {version: load(version, jobs) for version in ENVIRONMENTS}
    table = collections.defaultdict(lambda: collections.Counter())
    rules = collections.defaultdict(set)
    for mutant in mutants:
        title = f"{mutant['kind']}, {mutant['name']}"
        row = table[mutant["kind"]]
        row["mutants"] += 1
        rules[mutant["kind"]] |= mutant["errors"]
        if mutant["errors"]:
            row["refused"] += 1
        problems = {}
        for version, results in loaded.items():
            if mutant["directory"] in results:
                expected = results[str(good[mutant["mode"]])]
                if isinstance(expected, str):
                    failures.append(f"the good package does not load in {version}: {expected}")
                    return table, rules, failures
                problems[version] = difference(results[mutant["directory"]], expected)
        wrong = {version: problem for version, problem in problems.items() if problem}
        if not mutant["errors"]:
            row["harmless"] += not wrong
            if wrong:
                failures.append(f"PASSED AND WRONG: {title} ({mutant['mode']}): {wrong}")
        elif mutant["kind"] == "broken code":
            if wrong:
                print(f"{mutant['name']}: {sorted(mutant['errors'])}; transformers {wrong}")
            else:
                failures.append(f"REFUSED AND RIGHT: {title}")
        elif mutant["kind"] == "good code":
            failures.append(f"REFUSED AND GOOD: {title}: {mutant['errors']}")
    return table, rules, failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, help="only so many of the mutants, chosen at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="where to leave the mutants")
    parser.add_argument("--only", help="only those whose kind or name has this text")
    arguments = parser.parse_args()
    place = arguments.keep or Path(tempfile.mkdtemp(prefix="pruning-pack-mutants-"))
    place.mkdir(parents=True, exist_ok=True)
    try:
        print(f"{PRUNING_PACK} and {len(ENVIRONMENTS)} versions of transformers; seed {arguments.seed}")
        good, plans = make_mutants(place)
        if arguments.only:
            plans = [plan for plan in plans if arguments.only in f"{plan[2]} {plan[3]}"]
        if arguments.sample and arguments.sample < len(plans):
            plans = random.Random(arguments.seed).sample(plans, arguments.sample)
        mutants = []
        for number, (package, mode, kind, name, change) in enumerate(plans):
            directory = place / f"mutant{number:04}"
            shutil.copytree(package, directory)
            change(directory)
            mutants.append({"kind": kind, "name": name, "mode": mode, "directory": str(directory)})
        table, rules, failures = judge(good, mutants)
    finally:
        if not arguments.keep:
            shutil.rmtree(place, ignore_errors=True)
    print(f"\n{'':28}{'mutants':>9}{'refused':>9}{'harmless':>9}  rules that refused")
    for kind, row in table.items():
        names = sorted(rules[kind])
        shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
        print(f"{kind:28}{row['mutants']:9}{row['refused']:9}{row['harmless']:9}  {shown}")
    total = sum(table.values(), collections.Counter())
    print(f"{'all':28}{total['mutants']:9}{total['refused']:9}{total['harmless']:9}")
    for failure in failures:
        print(failure)
    print(f"{len(failures)} failures")
    sys.exit(1 if failures else 0)


main()
