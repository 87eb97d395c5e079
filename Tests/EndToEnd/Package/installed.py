"""The wheel under test, interpreters to install it into, and programs run."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
TOOLS = Path(sys.executable).parent
VERSION = re.search(
    r'^let toolVersion = "(.+)"$', (REPOSITORY / "Sources/pruning-pack/Support/Version.swift").read_text(), re.MULTILINE
).group(1)


def wheel_path():
    """The wheel that `make wheel` left, or what PRUNING_PACK_WHEEL names."""
    named = os.environ.get("PRUNING_PACK_WHEEL")
    found = [Path(named)] if named else sorted((REPOSITORY / "dist").glob(f"pruning_pack-{VERSION}-*.whl"))
    if not found:
        raise FileNotFoundError(f"{REPOSITORY / 'dist'} has no wheel of version {VERSION}: run `make wheel` first")
    return found[-1]


def run(*arguments, expect=0, environment=None, directory=None):
    """Runs a program, which has to end with an exit code: the finished process, output and errors as text."""
    ran = subprocess.run(
        [str(argument) for argument in arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=600,
        env={**clean_environment(), **(environment or {})}, cwd=directory,
    )
    assert ran.returncode == expect, f"exit code {ran.returncode} of {arguments}:\n{ran.stderr}{ran.stdout}"
    return ran


def clean_environment():
    """The environment without what would change where Python looks for packages."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "UV_"))}


def pip(python, *arguments, expect=0, environment=None):
    """Runs this environment's pip for an interpreter; it never looks for anything on an index."""
    return run(
        TOOLS / "python", "-m", "pip", "--python", python, "--disable-pip-version-check", *arguments, expect=expect,
        environment=environment,
    )


def interpreters():
    """Python 3.9 to 3.13, as far as they are here: version to program."""
    found = {f"3.{sys.version_info.minor}": Path(os.path.realpath(sys.executable))}
    for minor in range(9, 14):
        name = f"python3.{minor}"
        versions = sorted(Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/{name}"))
        candidates = [*versions, *filter(None, [shutil.which(name)])]
        for candidate in candidates:
            ran = subprocess.run([candidate, "-c", "import venv"], capture_output=True)
            if ran.returncode == 0:
                found.setdefault(f"3.{minor}", Path(candidate))
                break
    return found


def is_gone(pid, seconds=10):
    """Whether a process ends, and is no zombie, within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def process_of(pruner):
    """The id of the process that answers."""
    return pruner._service._child.process.pid
