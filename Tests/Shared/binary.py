"""The command under test: .build/release/pruning-pack, or what PRUNING_PACK names."""

import os
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PRUNING_PACK = Path(os.environ.get("PRUNING_PACK") or REPOSITORY / ".build/release/pruning-pack")
# The same code, linked dynamically: a library can be put between it and the system.
DYNAMIC = Path(os.environ.get("PRUNING_PACK") or REPOSITORY / ".build/dynamic/pruning-pack")


def attempt(*arguments):
    """Runs the command: (exit code, standard output, standard error)."""
    if not PRUNING_PACK.exists():
        raise FileNotFoundError(f"{PRUNING_PACK} is missing: run `make build` first")
    ran = subprocess.run(
        [PRUNING_PACK, *map(str, arguments)], capture_output=True, stdin=subprocess.DEVNULL, timeout=600
    )
    return ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")


def pruning_pack(*arguments) -> str:
    """Runs the command, which has to succeed, and returns its standard output."""
    code, output, errors = attempt(*arguments)
    assert code == 0, f"exit code {code} of {arguments}:\n{errors}{output[-2000:]}"
    return output


PROBE = REPOSITORY / ".build/release/CheckpointProbe"


def convert(checkpoint, output, **options):
    """Writes the tensors of a checkpoint into a safetensors file with the product's reader: (exit code, errors)."""
    if not PROBE.exists():
        raise FileNotFoundError(f"{PROBE} is missing: `make test` builds it")
    ran = subprocess.run(
        [PROBE, checkpoint, output], capture_output=True, stdin=subprocess.DEVNULL, timeout=600, **options
    )
    return ran.returncode, ran.stderr.decode("utf-8")
