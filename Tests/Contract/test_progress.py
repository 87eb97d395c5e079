"""The line that says what a command is doing, on a terminal, when it takes longer than a second."""

import os
import pty
import subprocess

import pytest
from binary import PRUNING_PACK

pytestmark = pytest.mark.one_version


def errors_on_a_terminal(*arguments):
    """What the command writes to standard error, which is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PRUNING_PACK, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs
    )
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
    process.wait()
    return written.decode("utf-8").replace("\r\n", "\n")


@pytest.fixture
def slow_python(tmp_path):
    """An interpreter that needs three seconds to say that it is none."""
    interpreter = tmp_path / "python"
    interpreter.write_text("#!/bin/sh\nsleep 3\nexit 1\n")
    interpreter.chmod(0o755)
    return interpreter


@pytest.mark.parametrize("command, activity", [("verify", "verifying"), ("record", "recording PyTorch's outputs")])
def test_progress_appears_and_goes(package, slow_python, command, activity):
    written = errors_on_a_terminal(command, package(), "--python", slow_python)
    assert f"\r\x1b[K{activity} … 1 s" in written
    # The line is gone before the error is written.
    assert "\r\x1b[K" in written and written.rsplit("\r\x1b[K", 1)[1].startswith("pruning-pack: "), repr(written)


def test_progress_of_a_save_names_the_step(package, slow_python, tmp_path):
    options = ["--from", package(), "--output", tmp_path / "saved", "--python", slow_python]
    assert "\r\x1b[Krecording PyTorch's outputs … " in errors_on_a_terminal("save", *options)


def test_quiet_and_pipes_have_no_progress(package, slow_python):
    arguments = ["verify", package(), "--python", slow_python]
    assert "…" not in errors_on_a_terminal(*arguments, "--quiet")
    run = subprocess.run([PRUNING_PACK, *map(str, arguments)], capture_output=True, check=False)
    assert "…".encode() not in run.stderr


def test_the_report_of_save_is_coloured_on_a_terminal(package, tmp_path):
    """Random weights have findings, which `save` prints to standard error like `verify` to standard output."""
    options = ["--from", package(), "--output"]
    colored = errors_on_a_terminal("save", *options, tmp_path / "colored")
    assert "\x1b[3" in colored, repr(colored)
    assert "\x1b[3" not in errors_on_a_terminal("save", *options, tmp_path / "plain", "--no-color")
