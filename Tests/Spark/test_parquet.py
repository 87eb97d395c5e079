"""`python -m pruning_pack.parquet`: what it gives, and that a run which is killed goes on to the same bytes.

A sample of the kills; 100 moments and all writes with PRUNING_PACK_PROOF=1."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from conftest import REPOSITORY, as_expected, by_command, made_rows

import pruning_pack
from pruning_pack._scale.parquet_run import Progress
from pruning_pack.parquet import main, prune

sys.path.insert(0, str(REPOSITORY / "Tests/Python"))
from faults import compiled_shim  # noqa: E402

PROOF = os.environ.get("PRUNING_PACK_PROOF")
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


def test_a_file_has_what_the_command_gives(package, tmp_path):
    rows = [*made_rows(700), ("word " * 3000, "text")]
    nested = pyarrow.array([[{"a": number}] if number % 3 else None for number in range(701)])
    table = write(tmp_path / "in.parquet", rows, 250, nested=nested)
    errors = finished(tmp_path / "in.parquet", tmp_path / "out.parquet", "--package", package, "--jobs", "3")
    assert "701 of 701 rows" in errors and "rows a second" in errors
    made = pyarrow.parquet.ParquetFile(tmp_path / "out.parquet")
    assert [made.metadata.row_group(number).num_rows for number in range(3)] == [250, 250, 201]
    whole = made.read()
    assert whole.select(table.column_names).equals(table)
    assert results(whole) == expected(package, rows)
    assert names(tmp_path) == ["in.parquet", "out.parquet"]
    # Again, it is there; with other settings it is not what is there.
    before = (tmp_path / "out.parquet").read_bytes()
    assert "701 of 701 rows\n" == finished(tmp_path / "in.parquet", tmp_path / "out.parquet", "--package", package)
    other = [tmp_path / "in.parquet", tmp_path / "out.parquet", "--package", package, "--budget", "20"]
    assert "out.parquet is there already" in finished(*other, expect=2)
    assert (tmp_path / "out.parquet").read_bytes() == before
    assert finished(*other, "--overwrite", "--quiet") == ""
    assert results(pyarrow.parquet.read_table(tmp_path / "out.parquet")) == expected(package, rows, "--budget", "20")


def test_directories(package, tmp_path):
    rows = made_rows(60)
    for name in ("a.parquet", "deep/er/b.parquet", "_hidden/c.parquet", ".d.parquet"):
        write(tmp_path / "in" / name, rows, 100)
    write(tmp_path / "in/empty.parquet", rows, 100)
    table = pyarrow.parquet.read_table(tmp_path / "in/empty.parquet").slice(0, 0)
    pyarrow.parquet.write_table(table, tmp_path / "in/empty.parquet")
    prune(tmp_path / "in", tmp_path / "out", package, show_progress=False)
    assert names(tmp_path / "out") == ["a.parquet", "deep", "deep/er", "deep/er/b.parquet", "empty.parquet"]
    for name in ("a.parquet", "deep/er/b.parquet"):
        assert results(pyarrow.parquet.read_table(tmp_path / "out" / name)) == expected(package, rows)
    assert pyarrow.parquet.read_table(tmp_path / "out/empty.parquet").num_columns == 7


def test_what_is_refused(package, tmp_path, capsys):
    rows = made_rows(5)
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    write(source, rows, 5)
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.parquet").write_text("no parquet")
    both = [str(source), str(target)]
    for arguments, code, message in [
        ([*both, "--package", str(tmp_path)], 2, "did not pass"),
        ([*both, "--package", package, "--document", "text"], 2, "in.parquet: there is no column 'text' for the document"),
        ([*both, "--package", package, "--query", "id"], 2, "'id' for the query is int64, not text"),
        ([*both, "--package", package, "--precision", "int8"], 2, "precision is 'int8'"),
        ([*both, "--package", package, "--jobs", "0"], 2, "jobs is 0"),
        ([str(source), str(source), "--package", package], 2, "both what is read and what is written"),
        ([str(tmp_path / "empty"), str(target), "--package", package], 2, "no file whose name ends in .parquet"),
        ([str(tmp_path), str(tmp_path / "empty"), "--package", package], 2, "empty is in "),
        ([str(tmp_path / "none"), str(target), "--package", package], 2, "none is not there"),
        ([str(tmp_path / "text.parquet"), str(target), "--package", package], 2, "text.parquet cannot be read as Parquet"),
    ]:
        assert main(arguments) == code
        assert message in capsys.readouterr().err
    assert not target.exists()
    write(source, [("word " * 3000, "text")], 5)
    assert main([*both, "--package", package, "--on-error", "stop", "--quiet"]) == 1
    assert "row 1: " in capsys.readouterr().err and not target.exists()


def test_what_another_run_began(package, tmp_path):
    """Pieces are taken up by the run that they are of, and by no other."""
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    write(source, made_rows(400), 100)
    whole = tmp_path / "whole.parquet"
    prune(source, whole, package, show_progress=False)
    arguments = [source, target, "--package", package, "--jobs", "1"]
    kill_when(start(*arguments), lambda: (tmp_path / ".out.parquet.pruning-pack/000001.arrow").exists())
    assert "another package, other settings" in finished(*arguments, "--threshold", "0.9", expect=2)
    first = start(*arguments)
    wait_for(lambda: (tmp_path / ".out.parquet.pruning-pack/000002.arrow.part").exists() or first.poll() is not None)
    if first.poll() is None:
        first.send_signal(signal.SIGSTOP)
        assert "another run is writing" in finished(*arguments, expect=2)
        first.send_signal(signal.SIGCONT)
    assert first.wait(600) == 0
    assert target.read_bytes() == whole.read_bytes()
    target.unlink()
    kill_when(start(*arguments), lambda: (tmp_path / ".out.parquet.pruning-pack/000001.arrow").exists())
    finished(*arguments, "--threshold", "0.9", "--restart")
    assert names(tmp_path) == ["in.parquet", "out.parquet", "whole.parquet"]
    assert results(pyarrow.parquet.read_table(target)) == expected(package, made_rows(400), "--threshold", "0.9")


def wait_for(condition):
    end = time.monotonic() + 300
    while not condition() and time.monotonic() < end:
        time.sleep(0.002)


def kill_when(process, condition):
    wait_for(lambda: condition() or process.poll() is not None)
    process.kill()
    process.communicate()


def test_a_child_that_is_killed(package, tmp_path):
    source = tmp_path / "in.parquet"
    write(source, made_rows(1500), 400)
    process = start(source, tmp_path / "out.parquet", "--package", package)
    killed = 0
    while process.poll() is None:
        for pid in children(process.pid):
            if killed < 3 and "serve" in command_line(pid) and (tmp_path / ".out.parquet.pruning-pack").exists():
                os.kill(pid, signal.SIGKILL)
                killed += 1
        time.sleep(0.3)
    assert process.returncode == 0, process.communicate()
    assert killed
    prune(source, tmp_path / "whole.parquet", package, show_progress=False)
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def children(pid):
    try:
        return [int(each) for task in Path(f"/proc/{pid}/task").iterdir() for each in (task / "children").read_text().split()]
    except FileNotFoundError:
        return []


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[1:2] == [b"serve"] and "serve" or ""
    except FileNotFoundError:
        return ""


@pytest.fixture(scope="module")
def small(package, tmp_path_factory):
    """A file of three row groups, and what an undisturbed run makes of it."""
    place = tmp_path_factory.mktemp("small")
    write(place / "in.parquet", made_rows(45), 15)
    prune(place / "in.parquet", place / "whole.parquet", package, jobs=1, show_progress=False)
    return place / "in.parquet", (place / "whole.parquet").read_bytes()


def test_a_kill_at_a_random_moment(package, tmp_path):
    """Again and again, until a run comes to its end."""
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    write(source, made_rows(600), 30)
    prune(source, tmp_path / "whole.parquet", package, show_progress=False)
    arguments = [source, target, "--package", package]
    began = time.monotonic()
    finished(*arguments)
    whole = time.monotonic() - began
    chooser, kills = random.Random(4), 0
    while kills < (100 if PROOF else 4):
        target.unlink(missing_ok=True)
        while kills < (100 if PROOF else 4):
            process = start(*arguments)
            try:
                process.communicate(timeout=chooser.uniform(0.3, 1) * whole)
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                kills += 1
        finished(*arguments)
        assert target.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
        assert names(tmp_path) == ["in.parquet", "out.parquet", "whole.parquet"]


@pytest.mark.skipif(sys.platform != "linux", reason="the shim is loaded by Linux's dynamic linker")
def test_a_kill_at_each_write(package, small, tmp_path):
    source, whole = small
    shim, log, target = compiled_shim(tmp_path), tmp_path / "log", tmp_path / "place/out.parquet"
    arguments = [source, target, "--package", package, "--jobs", "1", "--quiet"]
    environment = {"LD_PRELOAD": str(shim), "FAULT_LOG": str(log), "FAULT_KIND": "kill", "PYTHONDONTWRITEBYTECODE": "1"}
    finished(*arguments, **environment)
    assert target.read_bytes() == whole
    calls = [line.split("\t")[1:] for line in log.read_text().splitlines()]
    target.unlink()
    target.parent.rmdir()
    numbers = [number for number, call in enumerate(calls, 1) if str(target.parent) in call[1] + call[2]]
    assert len(numbers) > 30 and {call[0] for call in calls} >= {"create", "write", "sync", "rename", "remove", "mkdir"}
    last = max(number for number in numbers if calls[number - 1][0] == "rename")
    assert calls[last - 1][2] == str(target)
    sample = numbers if PROOF else sorted({numbers[0], numbers[3], numbers[len(numbers) // 2], last, last + 1, numbers[-1]})
    for number in sample:
        moment = number, calls[number - 1]
        finished(*arguments, expect=-signal.SIGKILL, FAULT_AT=str(number), **environment)
        assert target.exists() == (number > last), moment
        finished(*arguments)
        assert target.read_bytes() == whole, moment
        assert names(target.parent) == ["out.parquet"], moment
        target.unlink()


def test_progress():
    class Terminal:
        said = ""

        def isatty(self):
            return True

        def write(self, text):
            self.said += text

        def flush(self):
            pass

    terminal = Terminal()
    progress = Progress(100_000, terminal)
    progress.skip(10_000)
    progress._began -= 100
    progress._said -= 100
    progress.add(1000)
    assert terminal.said == "\r11,000 of 100,000 rows, 10.0 rows a second, 2 h 28 min left\x1b[K"
    progress.add(1000)
    progress.end()
    assert terminal.said.endswith("12,000 of 100,000 rows, 20.0 rows a second, 1 h 13 min left\x1b[K\n")


def test_a_package_that_changes_while_it_is_open(package, tmp_path, monkeypatch):
    import shutil

    own = tmp_path / "own"
    shutil.copytree(package, own)
    write(tmp_path / "in.parquet", made_rows(300), 100)
    from pruning_pack._scale.parquet_file import ParquetFile

    compute = ParquetFile.compute

    def change(self, number, *others):
        if number == 2:
            (own / "config.json").write_text((own / "config.json").read_text() + "\n")
        compute(self, number, *others)

    monkeypatch.setattr(ParquetFile, "compute", change)
    with pytest.raises(pruning_pack.PruningPackError, match="own on .* is not the one that was verified.*config.json"):
        prune(tmp_path / "in.parquet", tmp_path / "out.parquet", own, jobs=1, show_progress=False)
    assert not (tmp_path / "out.parquet").exists()
