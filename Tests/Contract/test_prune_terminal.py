"""`prune` where a person looks: on a pseudo-terminal; and where lines come one by one."""

import json
import os
import pty
import subprocess

import pytest
from binary import PRUNING_PACK
from support import PASSAGES, QUERY

pytestmark = pytest.mark.one_version

HOSTILE = "The reef \x1b[31mis \x1b]0;title\x07 red. \u202eThe sea.\u2066"


def on_a_terminal(package, *arguments, output=True, **environment):
    """What the command writes to a terminal: its output and errors, or its errors alone."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PRUNING_PACK, "prune", package, "--threads", "1", *arguments], stdin=subprocess.DEVNULL, stderr=theirs,
        stdout=theirs if output else subprocess.DEVNULL, env={**os.environ, **environment},
    )  # fmt: skip
    os.close(theirs)
    written = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        written += part
    os.close(ours)
    assert process.wait() == 0, written
    return written.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("arguments, environment", [([], {}), (["--no-color"], {}), ([], {"NO_COLOR": "1"})])
def test_nothing_of_a_text_reaches_the_terminal_as_a_command(package, arguments, environment):
    written = on_a_terminal(
        package(), "--query", QUERY, "--document", HOSTILE, "--threshold", "0", *arguments, **environment
    )
    is_colored = not arguments and not environment
    assert ("\x1b[32m" in written) == is_colored
    plain = written.replace("\x1b[32m", "").replace("\x1b[0m", "").replace("\x1b[1m", "")
    assert not any(hidden in plain for hidden in "\x1b\x07\u202e\u2066")
    assert "\\u{1b}[31m" in plain and "\\u{202e}" in plain


def test_kept_and_dropped_are_marked_with_and_without_colours(package):
    ask = ["--query", QUERY, "--document", PASSAGES[0]]
    run = subprocess.run([PRUNING_PACK, "prune", package(), *ask, "--format", "json"], capture_output=True, check=True)
    low, high = sorted(json.loads(run.stdout)["sentence_probabilities"])
    ask += ["--threshold", str((low + high) / 2)]
    run = subprocess.run([PRUNING_PACK, "prune", package(), *ask, "--format", "json"], capture_output=True, check=True)
    record = json.loads(run.stdout)
    (kept,), (removed,) = record["kept_sentences"], record["removed_sentences"]
    colored = on_a_terminal(package(), *ask)
    assert f"\x1b[32m{kept}\x1b[0m" in colored and f"\x1b[2m{removed}\x1b[0m" in colored
    lines = on_a_terminal(package(), *ask, "--no-color").splitlines()
    assert [line[0] for line in lines[:2]] == (["+", "-"] if PASSAGES[0].startswith(kept) else ["-", "+"])
    assert sorted(line.split("  ", 1)[1].strip() for line in lines[:2]) == sorted([kept.strip(), removed.strip()])
    assert "% dropped" in lines[2]


@pytest.mark.parametrize("lines", [1, 3])
def test_progress_is_shown_of_few_passages_too(package, tmp_path, lines):
    pairs = tmp_path / "pairs.jsonl"
    line = json.dumps({"query": QUERY, "document": " ".join(PASSAGES * 40)})
    pairs.write_text(f"{line}\n" * lines, encoding="utf-8")
    written = on_a_terminal(package(), "--input", pairs, output=False)
    assert "0 passages, 100 %" in written and ", pass 32 of " in written and written.endswith("\r\x1b[K")
    assert on_a_terminal(package(), "--input", pairs, "--quiet", output=False) == ""


def test_a_line_is_answered_before_the_next_one_comes(package):
    process = subprocess.Popen(
        [PRUNING_PACK, "prune", package(), "--input", "-", "--threshold", "0"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    for document in ("The reef.", "The sea."):
        process.stdin.write(json.dumps({"query": QUERY, "document": document}) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == document + "\n"
    process.stdin.close()
    assert process.wait() == 0
    process.stdout.close()
