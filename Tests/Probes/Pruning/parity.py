"""Prunes the same documents with `process` in both lines of transformers, with the command and with `Pruner` of the wheel, for
every family; and answers questions with options and titles of all kinds with `process`, with `Pruner` and with the module
Pruning, through PruningProbe.

    Tests/Probes/Pruning/parity.py [--pairs N] [--questions N] [--seed S] [--probe PROBE]

The pruned text has to be the same, probabilities and scores within 1e-4. Where a sentence's probability is that near to
the threshold it may stay in one and go in the other, and where scores are that near to each other their order may
differ; such documents are counted.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Tests/Shared"))

import options as option_questions  # noqa: E402
import project  # noqa: E402, F401
import texts  # noqa: E402
from binary import PRUNING_PACK  # noqa: E402
from pruning_pack import Pruner  # noqa: E402

# In checkpoints.py, too, which imports transformers.
NEW_FAMILIES = ("gte", "eurobert", "nomic_bert")
WORKER = Path(__file__).with_name("parity_worker.py")
LINES = ("tf5", "tf4")
TOLERANCE = 1e-4


def worker(line, *arguments):
    subprocess.run([ROOT / f".cache/venv-{line}/bin/python", WORKER, *arguments], check=True, cwd=WORKER.parent)


def records(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def write(file, lines):
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def of_one_question(ask):
    """For the probe, which is asked one question at a time: `process` also takes a list of titles for each question."""
    title = ask.get("title")
    is_nested = isinstance(title, list) and len(title) == 1 and isinstance(title[0], list) and any(
        isinstance(each, list) for each in title[0]
    )
    return {**ask, "title": title[0]} if is_nested else ask


def close(a, b):
    return a == b if a is None or b is None else abs(a - b) <= TOLERANCE * max(1, abs(a))


def compare(name, request, ours, theirs, threshold, is_near=None):
    """Whether the two agree but for a sentence at the threshold; raises where they differ otherwise. `is_near`: whether
    what is kept hangs on the last digits."""
    probabilities = ours["sentence_probabilities"]
    where = f"{name}: {request!r}\nSwift:  {ours}\nPython: {theirs}"
    assert len(probabilities) == len(theirs["sentence_probabilities"]), where
    assert all(map(close, probabilities, theirs["sentence_probabilities"])), where
    if is_near is None:
        is_near = any(abs(probability - threshold) <= TOLERANCE for probability in probabilities)
    spans = [[span["start"], span["end"]] for span in theirs.get("spans", [])]
    if is_near and (ours["pruned_context"] != theirs["pruned_context"] or ours.get("spans", []) != spans):
        return False
    for key in ("pruned_context", "kept_sentences", "removed_sentences"):
        assert ours[key] == theirs[key], where
    assert close(ours["reranking_score"], theirs["reranking_score"]), where
    assert abs(ours["compression_rate"] - theirs["compression_rate"]) < 1e-9, where
    assert ours.get("spans", []) == spans, where
    if "title" in ours:
        titles = theirs["title"] if isinstance(theirs["title"], list) else [theirs["title"] or ""]
        # In Swift the titles are pieces, and stripped like them.
        assert [title.strip() for title in ours["title"]] == [title.strip() for title in titles if title], where
    return True


def compare_answer(name, ask, ours, theirs):
    """How many contexts of a question were compared, and how many of them differ by a sentence at the threshold. None
    where the order of the contexts hangs on the last digits."""
    assert "error" not in ours, f"{name}: {ask!r}: {ours}"
    scores = sorted(score for score in theirs["every_score"] if score is not None)
    is_tied = any(b - a <= 2 * TOLERANCE * max(1, abs(a)) for a, b in zip(scores, scores[1:]))
    values = sorted(p for each in theirs["every_probability"] for p in each)
    if "threshold" in ask:
        is_near = any(abs(p - ask["threshold"]) <= TOLERANCE for p in values)
    else:
        # Which of two goes first, and so which of others fit.
        is_near = any(0 < b - a <= 2 * TOLERANCE for a, b in zip(values, values[1:]))
    if ask["reorder"] and (is_tied or is_near):
        return None
    contexts = [dict(zip(theirs["results"], values)) for values in zip(*theirs["results"].values())]
    assert len(contexts) == len(ours), f"{name}: {ask!r}: {len(ours)} instead of {len(contexts)}"
    return len(ours), sum(
        not compare(name, ask, one, other, None, is_near) for one, other in zip(ours, contexts)
    )


def pruned(pruner, lines):
    """What `Pruner` makes of all lines together."""
    result = pruner.process(
        [line["query"] for line in lines], [[line["document"]] for line in lines],
        [[line.get("title")] for line in lines], return_sentence_metrics=True, return_sentence_texts=True,
    )  # fmt: skip
    del result["timing"], result["performance_trace"]
    return [{name: value[number][0] for name, value in result.items()} for number in range(len(lines))]


def compare_call(name, pruner, record):
    """As compare_answer, of `Pruner`, which takes the very arguments that `process` took."""
    fixed = {"return_sentence_metrics": True, "return_sentence_texts": True}
    ours = pruner.process(**record["asked"], **fixed)
    del ours["timing"], ours["performance_trace"]
    assert ours.keys() == record["results"].keys()
    answers = [dict(zip(ours, values)) for values in zip(*ours.values())]
    answers = [
        {**answer, "title": titles_of(answer), "spans": [[span["start"], span["end"]] for span in answer.get("spans", [])]}
        for answer in answers
    ]
    return compare_answer(f"{name}, Pruner", record["asked"], answers, record)


def titles_of(answer):
    """The titles of one context, of which `process` gives none, one or a list."""
    titles = answer["title"] if isinstance(answer["title"], list) else [answer["title"]]
    return [title for title in titles if title is not None]


def requests(count, seed):
    made = []
    for number, (query, document) in enumerate(texts.pairs(count, seed)):
        title = {"title": "The reef\n"} if number % 5 == 4 else {}
        made.append({"query": query, "document": document, **title})
    return [*made, {"query": "an empty one", "document": ""}, {"query": "", "document": " \n"}]


def ask_probe(probe, package, file):
    answers = subprocess.run([probe, package], stdin=file.open(), check=True, capture_output=True).stdout.splitlines()
    return [json.loads(answer) for answer in answers]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--questions", type=int, default=15)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--probe", type=Path, default=ROOT / ".build/release/PruningProbe")
    options = parser.parse_args()
    asked = requests(options.pairs, options.seed)
    began = time.time()
    total, near, sentences, kept = 0, 0, 0, 0
    answered, answered_near, unclear = 0, 0, 0
    with tempfile.TemporaryDirectory() as work, contextlib.ExitStack() as stack:
        work = Path(work)
        pairs = work / "pairs.jsonl"
        write(pairs, asked)
        write(work / "questions.jsonl", option_questions.questions(options.questions, options.seed))
        worker("tf5", "make", work / "models")
        for line in LINES:
            worker(line, "process", work / "models", pairs, line)
            worker(line, "answer", work / "models", work / "questions.jsonl", line)
        for package in sorted((work / "models").glob("*.package")):
            name = package.with_suffix(".name").read_text()
            threshold = json.loads((package / "config.json").read_text())["pruning_threshold"]
            run = subprocess.run(
                [PRUNING_PACK, "prune", package, "--input", pairs, "--format", "json"], check=True, capture_output=True
            )
            ours = [json.loads(line) for line in run.stdout.splitlines()]
            pruner = stack.enter_context(Pruner(package))
            called = pruned(pruner, asked)
            assert len(ours) == len(called) == len(asked)
            sentences += sum(len(record["sentence_probabilities"]) for record in ours)
            kept += sum(len(record["kept_sentences"]) for record in ours)
            for line in LINES:
                if line == "tf4" and name in NEW_FAMILIES:
                    continue  # Version 4 does not have it.
                theirs = records(package.with_suffix(f".{line}"))
                assert len(theirs) == len(asked)
                for request, one, two, other in zip(asked, ours, called, theirs):
                    near += not compare(f"{name}, {line}", request, one, other, threshold)
                    near += not compare(f"{name}, {line}, Pruner", request, {**two, "title": titles_of(two)}, other, threshold)
                    total += 2
                answers = package.with_suffix(f".{line}.answers")
                if not answers.exists():
                    continue
                theirs = records(answers)
                write(work / "asked.jsonl", [of_one_question(record["asked"]) for record in theirs])
                swift = ask_probe(options.probe, package, work / "asked.jsonl")
                assert len(theirs) == len(swift) == options.questions
                for one, other in zip(swift, theirs):
                    for compared in (
                        compare_answer(f"{name}, {line}", other["asked"], one, other), compare_call(f"{name}, {line}", pruner, other)
                    ):  # fmt: skip
                        unclear += compared is None
                        answered, answered_near = (a + b for a, b in zip((answered, answered_near), compared or (0, 0)))
            print(f"{name}: alike", flush=True)
    print(
        f"{total} comparisons of {len(asked)} documents, {sentences} sentences of which {kept} kept: {near} differ by a "
        f"sentence within {TOLERANCE} of the threshold\n{answered} comparisons with options: {answered_near} differ so, {unclear} questions left "
        f"out for scores within {TOLERANCE} of each other; {time.time() - began:.0f} s"
    )
    assert 0.1 < kept / sentences < 0.9, "the models keep all or nothing: the comparison says little"


if __name__ == "__main__":
    main()
