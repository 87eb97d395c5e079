"""Runs the command under the shim; `make test` links the one that it is loaded into."""

import os
import shutil
import subprocess
from pathlib import Path

from binary import DYNAMIC


def compiled_shim(directory):
    library = Path(directory) / "shim.so"
    source = Path(__file__).with_name("shim.c")
    # Swift's own toolchain has clang.
    compiler = shutil.which("cc") or "clang"
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


class Run:
    """One run: `code` (negative: the signal), `output`, `errors`, and `calls`, each (name, path, second path)."""

    def __init__(self, shim, scenario, at=0, kind="kill", environment=None):
        log = scenario.root.parent / f"{scenario.name}.log"
        log.unlink(missing_ok=True)
        environment = {**os.environ, **scenario.environment, **(environment or {})}
        environment |= {"LD_PRELOAD": str(shim), "FAULT_LOG": str(log)}
        if at:
            environment |= {"FAULT_AT": str(at), "FAULT_KIND": str(kind)}
        ran = subprocess.run(
            [DYNAMIC, *map(str, scenario.arguments)], capture_output=True, stdin=subprocess.DEVNULL,
            timeout=600, env=environment, cwd=scenario.root,
        )
        self.code, self.output, self.errors = ran.returncode, ran.stdout.decode(), ran.stderr.decode()
        self.calls = [tuple(line.split("\t")[1:]) for line in log.read_text().splitlines()] if log.exists() else []
