"""Files that change while a command reads them: an error that names the file, never a signal and never a wrong number."""

import json
import os
import random
import shutil
import signal
import subprocess
import time

import pytest
from binary import PRUNING_PACK, attempt, pruning_pack

pytestmark = pytest.mark.one_version
WEIGHTS = "ranking_model/model.safetensors"
HEAD = "pruning_head/model.safetensors"
LINE = json.dumps({"query": "when was it built", "document": "It was opened in 1932. Tea is a plant."}) + "\n"


def cut_to(size):
    return lambda path: os.truncate(path, size)


def cut_by_a_byte(path):
    os.truncate(path, path.stat().st_size - 1)


def grow(path):
    with open(path, "ab") as file:
        file.write(b" ")


def rewrite(path):
    """Writes other bytes in place, of the same size."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    with open(path, "r+b") as file:
        file.write(content)


def replace(path):
    """Puts another file in its place, as a careful program does: whoever has the old one open keeps it."""
    beside = path.with_name(path.name + ".new")
    shutil.copyfile(path, beside)
    rewrite(beside)
    os.replace(beside, path)


CHANGES = {
    "emptied": cut_to(0), "cut in its header": cut_to(100), "cut to a page": cut_to(4096), "cut by a byte": cut_by_a_byte,
    "grown": grow, "rewritten": rewrite,
}


def start(*arguments, **options):
    return subprocess.Popen(
        [PRUNING_PACK, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


def answer(process):
    """The next line of a command that answers line by line."""
    line = process.stdout.readline()
    assert line, process.stderr.read()
    return json.loads(line)


@pytest.mark.parametrize("file", [WEIGHTS, HEAD])
@pytest.mark.parametrize("change", CHANGES)
def test_prune_stops_at_weights_that_changed(copied, file, change):
    package = copied()
    process = start("prune", package, "--input", "-", "--format", "json", stdin=subprocess.PIPE)
    process.stdin.write(LINE.encode())
    process.stdin.flush()
    first = answer(process)
    path = package / file
    if path.stat().st_size <= 4096 and change == "cut to a page":
        change = "emptied"
    CHANGES[change](path)
    output, errors = process.communicate(LINE.encode())
    assert process.returncode == 2, errors
    assert file in errors.decode() and "changed while it was read" in errors.decode()
    assert first["pruned_context"] is not None and output == b""


@pytest.mark.parametrize("file", [WEIGHTS, "tokenizer.json"])
def test_prune_goes_on_with_files_that_were_replaced(copied, file):
    package = copied()
    process = start("prune", package, "--input", "-", "--format", "json", stdin=subprocess.PIPE)
    process.stdin.write(LINE.encode())
    process.stdin.flush()
    first = answer(process)
    replace(package / file)
    output, errors = process.communicate(LINE.encode())
    assert (process.returncode, json.loads(output)) == (0, first), errors


def test_an_input_that_is_cut_is_an_error(copied, tmp_path):
    package, lines = copied(), tmp_path / "lines"
    lines.write_text(LINE * 20_000)
    process = start("prune", package, "--input", lines, "--format", "json")
    answer(process)
    os.truncate(lines, 70_000)
    _, errors = process.communicate()
    assert process.returncode == 2 and str(lines) in errors.decode(), errors


def commands(package, tmp_path):
    """Every command that reads a package, with the path that it writes."""
    pair = ["--query", "when was it built", "--document", "It was opened in 1932. Tea is a plant."]
    return {
        "verify": (["verify", package, "--format", "json"], None),
        "inspect": (["inspect", package, "--format", "json"], None),
        "score": (["score", package, *pair, "--format", "json"], None),
        "prune": (["prune", package, *pair, "--format", "json"], None),
        "tokenize": (["tokenize", package, "--text", "a river", "--format", "json"], None),
        "export": (["export", package, "--output", tmp_path / "exported"], tmp_path / "exported/model.safetensors"),
        "save": (
            ["save", "--from", package, "--output", tmp_path / "saved", "--license", "mit", "--language", "en", "--no-verify"],
            tmp_path / "saved" / WEIGHTS,
        ),
    }


@pytest.mark.parametrize("change", [*CHANGES, "replaced"])
@pytest.mark.parametrize("command", ["verify", "inspect", "score", "prune", "tokenize", "export", "save"])
def test_a_change_at_any_moment(package, tmp_path, command, change):
    """The process is stopped at a moment of its run, a file is changed, and it goes on."""
    original = package()
    arguments, written = commands(original, tmp_path)[command]
    began = time.monotonic()
    code, expected, errors = attempt(*arguments)
    whole = time.monotonic() - began
    assert code in (0, 1), errors
    chance = random.Random(f"{command} {change}")
    for moment in range(4):
        changed = tmp_path / f"changed-{moment}"
        shutil.copytree(original, changed)
        if written:
            shutil.rmtree(tmp_path / written.relative_to(tmp_path).parts[0], ignore_errors=True)
        file = changed / ("tokenizer.json" if command == "tokenize" else chance.choice([WEIGHTS, WEIGHTS, HEAD, "config.json"]))
        before = (changed / WEIGHTS).read_bytes()
        process = start(*[changed if argument is original else argument for argument in arguments])
        time.sleep(whole * chance.uniform(0, 0.9))
        process.send_signal(signal.SIGSTOP)
        name = str(file.relative_to(changed))
        (replace if change == "replaced" else CHANGES[change])(file)
        process.send_signal(signal.SIGCONT)
        output, errors = process.communicate()
        said = output.decode() + errors.decode()
        case = f"{name} {change}, moment {moment}: exit code {process.returncode}, {said[-300:]}"
        assert process.returncode in (0, 1, 2), case
        if process.returncode == 2:
            assert file.name in said, case
        if process.returncode == 0 and command in ("score", "prune", "tokenize") and change not in ("rewritten", "replaced"):
            # It had read the file before that changed; what is rewritten before it is read gives other numbers, rightly.
            assert json.loads(output) == json.loads(expected), case
        if process.returncode == 0 and written and change not in ("rewritten", "replaced", "grown"):
            assert written.read_bytes() == before, case
        if process.returncode != 0 and written:
            assert not written.exists(), case


def test_verify_gives_no_verdict_on_a_package_that_changed(copied):
    """A change right after the first look, which no rule sees: the reader waits for the process to be in its midst."""
    package = copied()
    began = time.monotonic()
    code, _, errors = attempt("verify", package, "--threads", "1")
    whole = time.monotonic() - began
    outcomes = set()
    for moment in range(12):
        process = start("verify", package, "--threads", "1", "--format", "json")
        time.sleep(whole * moment / 12)
        process.send_signal(signal.SIGSTOP)
        os.utime(package / "README.md")
        process.send_signal(signal.SIGCONT)
        output, errors = process.communicate()
        assert process.returncode in (code, 2), errors
        outcomes.add(process.returncode)
        if process.returncode == 2:
            assert "README.md: the file changed while it was read" in errors.decode()
            assert '"passed": true' not in output.decode()
    assert 2 in outcomes


def test_a_file_that_stays_is_no_change(package):
    pruning_pack("prune", package(), "--query", "q", "--document", "A river. A sea.")
