"""The command under test, programs of this environment, and reports."""

import subprocess
import sys
from pathlib import Path

from binary import PRUNING_PACK, REPOSITORY  # noqa: F401 - for those who import this

TOOLS = Path(sys.executable).parent


def run(*arguments, directory=None, expect=None, environment=None):
    """Runs the command: the finished process, output and errors as text."""
    ran = subprocess.run(
        [PRUNING_PACK, *map(str, arguments)], capture_output=True, stdin=subprocess.DEVNULL, timeout=300,
        cwd=directory, env=environment,
    )
    ran.stdout, ran.stderr = ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")
    if expect is not None:
        assert ran.returncode == expect, f"exit code {ran.returncode}:\n{ran.stderr}{ran.stdout}"
    return ran


def tool(name, *arguments, directory=None, environment=None):
    """Runs a program of the environment that the tests run in, which has to succeed, and returns its output."""
    ran = subprocess.run(
        [TOOLS / name, *map(str, arguments)], capture_output=True, text=True, timeout=300, cwd=directory,
        env=environment,
    )
    assert ran.returncode == 0, f"{name}: exit code {ran.returncode}:\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def verify_report(form, directories, directory, *flags):
    """The report of a run in one format, written by --report and printed by --format alike."""
    file = directory / f"report.{form}"
    ran = run("verify", *directories, "--format", form, "--report", f"{form}={file}", *flags, directory=directory)
    written = file.read_bytes().decode("utf-8")
    if form != "text":
        assert ran.stdout == written
    return written, ran.returncode
