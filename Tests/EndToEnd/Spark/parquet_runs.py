"""Parquet files of rows, and runs of `python -m pruning_pack.parquet` over them."""

import os
import subprocess
import sys

import pyarrow
import pyarrow.parquet
from rows import REPOSITORY, as_expected, by_command

# What the shim is loaded into is this interpreter alone, and not the command that it starts.
PROGRAM = "import os, runpy; os.environ.pop('LD_PRELOAD', 0); runpy.run_module('pruning_pack.parquet', run_name='__main__')"


def write(path, rows, group, **columns):
    queries, texts = zip(*rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pyarrow.table({"id": list(range(len(rows))), "query": queries, "document": texts, **columns})
    pyarrow.parquet.write_table(table, path, row_group_size=group)
    return table


def start(*arguments, **environment):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "python"), **environment},
    )


def finished(*arguments, expect=0, **environment):
    process = start(*arguments, **environment)
    _, errors = process.communicate(timeout=600)
    assert process.returncode == expect, errors
    return errors


def results(table):
    rows = table.select(["pruned", "pruned_score", "pruned_spans", "pruned_error"]).to_pylist()
    return [
        (
            row["pruned"], row["pruned_score"],
            row["pruned_spans"] and [(span["start"], span["end"], span["probability"]) for span in row["pruned_spans"]],
            row["pruned_error"] and row["pruned_error"]["code"],
        )
        for row in rows
    ]  # fmt: skip


def expected(package, rows, *options):
    answers = (as_expected(answer) for answer in by_command(package, rows, "--spans", *options))
    return [(text, score, spans, error) for text, score, spans, error in answers]


def names(directory):
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*"))
