"""The command under test: .build/release/pruning-pack, or what PRUNING_PACK names."""

import os
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PRUNING_PACK = Path(os.environ.get("PRUNING_PACK") or REPOSITORY / ".build/release/pruning-pack")


def pruning_pack(*arguments, expected=0) -> str:
    """Runs the command and returns its standard output."""
    if not PRUNING_PACK.exists():
        raise FileNotFoundError(f"{PRUNING_PACK} is missing: run `make build` first")
    ran = subprocess.run(
        [PRUNING_PACK, *map(str, arguments)], capture_output=True, stdin=subprocess.DEVNULL, timeout=600
    )
    output, errors = ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")
    assert ran.returncode == expected, f"exit code {ran.returncode} of {arguments}:\n{errors}{output[-2000:]}"
    return output
