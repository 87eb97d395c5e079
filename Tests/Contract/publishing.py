"""`pruning-pack publish` against a Hub on the loopback interface, with the huggingface_hub that is installed here."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import huggingface_hub
import pytest
from binary import PRUNING_PACK
from loopback_hub import git_sha1, sha256

REPOSITORY = "acme/my-pruner"
# What the command does itself; how the clients transfer is tested with both.
whatever_the_client = pytest.mark.skipif(
    huggingface_hub.__version__.startswith("0."), reason="does not depend on the client: run in one environment"
)


class Ran:
    def __init__(self, ran):
        self.code, self.output, self.errors = ran.returncode, ran.stdout, ran.stderr
        self.text = ran.stdout + ran.stderr

    @property
    def receipt(self):
        return json.loads(self.output)


def variables(hub, home, token=True, **more):
    """Nothing of the user's own environment that the client would read."""
    own = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    known = hub.environment(home) if token is True else hub.environment(home, token)
    return {**own, "HOME": str(home), "NO_PROXY": "*", "PRUNING_PACK_HUB_TIMEOUT": "20", **known, **more}


def command(hub, home, *arguments, token=True, cwd=None, **more):
    return Ran(
        subprocess.run(
            [PRUNING_PACK, *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120,
            env=variables(hub, home, token, **more), cwd=cwd or home,
        )
    )  # fmt: skip


def publish(hub, home, package, *flags, repository=REPOSITORY, hf=sys.executable, **more):
    return command(hub, home, "publish", package, repository, "--hf", hf, "--threads", "2", *flags, **more)


def digests(directory):
    """What a Hub says of the files of a directory: path -> (size, SHA-256 of weights, git's SHA-1 of others)."""
    found = {}
    for file in sorted(Path(directory).rglob("*")):
        if file.is_file():
            data = file.read_bytes()
            digest = sha256(data) if file.suffix == ".safetensors" else git_sha1(data)
            found[str(file.relative_to(directory))] = (len(data), digest)
    return found


def lies(hub, repository=REPOSITORY, revision="main"):
    """What lies in a repository, but for what the Hub itself put there."""
    return {path: what for path, what in hub.tree(repository, revision).items() if path != ".gitattributes"}


def content(directory):
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in Path(directory).rglob("*") if file.is_file()}
