"""The command under test."""

import os
import subprocess

from binary import PRUNING_PACK, REPOSITORY

EXAMPLE = REPOSITORY / "examples/tiny-pruner"
PASSPHRASE = "PRUNING_PACK_KEY_PASSPHRASE"
SAVE = [
    "save", "--ranking-model", EXAMPLE / "ranking_model", "--pruning-head", EXAMPLE / "pruning_head.safetensors",
    "--reference", EXAMPLE / "reference_outputs.json", "--license", "apache-2.0", "--language", "en",
    "--base-model", "example/tiny", "--threads", "1",
]  # fmt: skip


def run(*arguments, code=0, cwd=None, **variables):
    """Runs the command, which has to end with a code: the finished process, output and errors as text."""
    environment = {name: value for name, value in os.environ.items() if name != PASSPHRASE}
    ran = subprocess.run(
        [PRUNING_PACK, *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300,
        cwd=cwd, env={**environment, **variables}, start_new_session=True,
    )  # fmt: skip
    assert code is None or ran.returncode == code, f"exit code {ran.returncode}:\n{ran.stderr}{ran.stdout}"
    return ran
