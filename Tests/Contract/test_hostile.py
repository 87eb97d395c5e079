"""Hostile files are refused: a message, an exit code, little memory and time, and nothing is run."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from binary import PRUNING_PACK, REPOSITORY
from hostile import write_corpus
from hostile import scanners as scanning

SCANNERS = REPOSITORY / ".cache/venv-scan/bin/python"
SECONDS = 10
MEMORY = 300 << 20

pytestmark = pytest.mark.one_version


# A file that takes more memory or more time of a processor ends the process with a signal: no exit code of ours. A shell sets
# the limits: Python would have to copy its own memory's tables for each file.
BOUNDED = f"{f'ulimit -d {MEMORY >> 10}; ' if sys.platform == 'linux' else ''}ulimit -t {SECONDS}; exec \"$@\""


def inspect(path):
    ran = subprocess.run(
        ["sh", "-e", "-c", BOUNDED, "sh", PRUNING_PACK, "inspect", path, "--format", "json"], capture_output=True,
        stdin=subprocess.DEVNULL, timeout=600,
    )
    return path.name, ran.returncode, ran.stdout.decode(), ran.stderr.decode()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """(directory, canary, what the command said of each file)"""
    place = tmp_path_factory.mktemp("hostile")
    canary = place / "canary"
    paths = write_corpus(place / "files", canary)
    with ThreadPoolExecutor(2) as pool:
        return place / "files", canary, list(pool.map(inspect, paths))


def test_every_file_is_refused_with_a_message(corpus):
    _, canary, results = corpus
    assert len(results) > 600
    wrong = [(name, code, errors) for name, code, _, errors in results if code not in (1, 2) or name not in errors]
    assert not wrong
    assert not canary.exists()


def test_every_message_is_one_short_line(corpus):
    wrong = [(name, errors) for name, _, _, errors in corpus[2] if errors.count("\n") != 1 or len(errors) > 600]
    assert not wrong


def test_every_import_of_a_call_is_shown(corpus):
    """Whatever a file would import is listed before it is refused, as a scanner lists it."""
    for name, _, output, errors in corpus[2]:
        if name.startswith("calls-") and not any(f"-{part}" in name for part in ("build-tensor", "persistent-line", "persistent-text")):
            imports = json.loads(output)["checkpoints"][0]["imports"]
            assert not all(item["allowed"] for item in imports), (name, errors)


def test_the_corpus_is_what_it_claims(corpus):
    """Python does run these: the canary of some is there after a load that trusts them."""
    directory, canary, _ = corpus
    routes = {"reduce", "stack-global", "inst", "obj", "build-setstate", "nested-loads", "eval"}
    ran = set()
    for route in routes:
        script = "import pickle, sys; pickle.load(open(sys.argv[1], 'rb'))"
        subprocess.run([sys.executable, "-c", script, directory / f"calls-{route}.pkl"], capture_output=True, timeout=60)
        for _ in range(50):
            if canary.exists():
                ran.add(route)
                canary.unlink()
                break
            time.sleep(0.02)
    assert ran == routes


@pytest.mark.skipif("PRUNING_PACK_PROOF" not in os.environ, reason="takes a minute: part of `make proof`")
def test_whatever_the_scanners_flag_is_refused(corpus):
    directory, canary, results = corpus
    assert SCANNERS.exists(), "run `make environments` first"
    ran = subprocess.run([SCANNERS, scanning.__file__, directory], capture_output=True, timeout=600)
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    refused = {}
    for name, code, output, _ in results:
        checkpoints = json.loads(output)["checkpoints"] if output else []
        imports = [item for checkpoint in checkpoints for item in checkpoint["imports"]]
        refused[name] = code == 1 and not all(item["allowed"] for item in imports)
    for scanner, found in json.loads(ran.stdout).items():
        assert len(found["flagged"]) > 90, scanner
        missed = [name for name in found["flagged"] if not refused[name]]
        assert not missed, scanner
    assert not canary.exists()
