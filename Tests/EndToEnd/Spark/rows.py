"""Rows for the trained example, and what the command makes of them."""

import json
import random
import subprocess

from binary import PRUNING_PACK, REPOSITORY

QUERIES = ["How far can the beam be seen?", "When was the lighthouse built?", "who keeps the lamp"]
SENTENCES = (REPOSITORY / "examples/demo.txt").read_text(encoding="utf-8").replace("\n", " ").split(". ")


def made_rows(count, seed=1):
    """(query, passage): of no sentence to three, some of them empty, some null."""
    chooser = random.Random(seed)
    rows = []
    for number in range(count):
        query, text = chooser.choice(QUERIES), ". ".join(chooser.choices(SENTENCES, k=chooser.randint(0, 3)))
        if number % 50 == 7:
            query, text = (None, text) if number % 100 == 7 else (query, None)
        if number % 50 == 9:
            text = chooser.choice(["", " ", "\n\n", "é\u2028𝒳. Ünïcode 😀!"])
        rows.append((query, text))
    return rows


def by_command(package, rows, *options, method="prune"):
    """What the command answers to those of the rows that have no null, and None for the others."""
    whole = [row for row in rows if None not in row]
    asked = [json.dumps({"query": query, "document": text}) for query, text in whole]
    ran = subprocess.run(
        [PRUNING_PACK, method, package, "--input", "-", "--format", "json", "--on-error", "record", *options],
        input="\n".join(asked).encode(), capture_output=True,
    )
    assert ran.returncode in (0, 1), ran.stderr.decode()
    answers = iter(ran.stdout.decode("utf-8").splitlines())
    return [None if None in row else json.loads(next(answers)) for row in rows]


def as_expected(answer):
    """What the columns have of an answer of the command: text, score, spans, the error's code."""
    if answer is None:
        return None, None, None, None
    if "error" in answer:
        return None, None, None, answer["error"]["code"]
    spans = [(span["start"], span["end"], span["probability"]) for span in answer["spans"]]
    return answer["pruned_context"], as_float32(answer["reranking_score"]), spans, None


def as_float32(number):
    import numpy

    return None if number is None else float(numpy.float32(number))
