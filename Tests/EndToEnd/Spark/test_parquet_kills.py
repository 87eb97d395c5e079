"""A run over Parquet files that is killed goes on to the same bytes.

A sample of the kills; 100 moments and all writes with PRUNING_PACK_PROOF=1."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet
import pytest
from faults import compiled_shim
from parquet_runs import expected, finished, names, results, start, write
from rows import made_rows

from pruning_pack.parquet import prune

PROOF = os.environ.get("PRUNING_PACK_PROOF")


def test_what_another_run_began(package, tmp_path):
    """Pieces are taken up by the run that they are of, and by no other."""
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    write(source, made_rows(1000), 100)
    whole = tmp_path / "whole.parquet"
    prune(source, whole, package, show_progress=False)
    arguments = [source, target, "--package", package, "--jobs", "1"]
    kill_when(start(*arguments), lambda: (tmp_path / ".out.parquet.pruning-pack/000001.arrow").exists())
    assert "another package, other settings" in finished(*arguments, "--threshold", "0.9", expect=2)
    first = start(*arguments)
    # One that is complete: the killed run may have left a part of it.
    wait_for(lambda: (tmp_path / ".out.parquet.pruning-pack/000002.arrow").exists() or first.poll() is not None)
    assert first.poll() is None
    first.send_signal(signal.SIGSTOP)
    assert "another run is writing" in finished(*arguments, expect=2)
    first.send_signal(signal.SIGCONT)
    assert first.wait(600) == 0
    assert target.read_bytes() == whole.read_bytes()
    target.unlink()
    kill_when(start(*arguments), lambda: (tmp_path / ".out.parquet.pruning-pack/000001.arrow").exists())
    finished(*arguments, "--threshold", "0.9", "--restart")
    assert names(tmp_path) == ["in.parquet", "out.parquet", "whole.parquet"]
    assert results(pyarrow.parquet.read_table(target)) == expected(package, made_rows(1000), "--threshold", "0.9")


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
    shutil.rmtree(target.parent)
    numbers = [number for number, call in enumerate(calls, 1) if str(target.parent) in call[1] + call[2]]
    assert len(numbers) > 30 and {call[0] for call in calls} >= {"create", "write", "sync", "rename", "remove", "mkdir"}
    last = max(number for number in numbers if calls[number - 1][0] == "rename")
    assert calls[last - 1][2] == str(target)
    # In the middle of a row group, too.
    piece = [number for number in numbers if "000001.arrow" in calls[number - 1][1] and calls[number - 1][0] == "write"]
    some = {numbers[0], numbers[3], piece[-1], numbers[len(numbers) // 2], last, last + 1, numbers[-1]}
    sample = numbers if PROOF else sorted(some)
    for number in sample:
        moment = number, calls[number - 1]
        finished(*arguments, expect=-signal.SIGKILL, FAULT_AT=str(number), **environment)
        assert target.exists() == (number > last), moment
        finished(*arguments)
        assert target.read_bytes() == whole, moment
        assert names(target.parent) == ["out.parquet"], moment
        shutil.rmtree(target.parent)
