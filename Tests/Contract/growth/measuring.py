"""The processor's time that a command takes for an input."""

import os
import resource
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60


@dataclass(frozen=True)
class Measured:
    """What a run took: user CPU in seconds, the largest resident memory in MB, and how it ended."""

    seconds: float
    megabytes: int
    code: int


def bounded():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def run(arguments, place, environment=None):
    """Runs a command to its end in a directory; what it prints is thrown away."""
    process = subprocess.Popen(
        [str(argument) for argument in arguments], cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env=environment, preexec_fn=bounded,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Measured(usage.ru_utime, usage.ru_maxrss >> 10, process.returncode)


def cost(kind, command, package, n, times=1):
    """The best of several runs of a kind of input of one size."""
    place = Path(tempfile.mkdtemp(prefix="growth-"))
    try:
        arguments, environment = kind.prepare(place, package, n)
        runs = [run([command, *arguments], place, environment) for _ in range(times)]
    finally:
        # Python's own removal recurses, and directories in directories are deeper than it can.
        subprocess.run(["rm", "-rf", "--", place], check=True)
    best = min(runs, key=lambda measured: measured.seconds)
    died = next((one for one in runs if one.code < 0), None)
    return died or best


def ending(code):
    return signal.Signals(-code).name if code < 0 else str(code)
