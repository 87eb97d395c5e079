"""Bundles of which one bit is another one."""

import os
import subprocess

from signing_command import REPOSITORY, run

# Changes each bit in one process: a run of `verify` for each takes a day.
PROBE = REPOSITORY / ".build/release/SigningProbe"


def accepted(package, *trusted, count=4):
    """The changes that are accepted: of some bytes by `verify`, and in `make proof` of every bit by what it is made of."""
    file = package / "model.sig"
    good, found = file.read_bytes(), []
    for index in range(0, len(good), len(good) // count):
        changed = bytearray(good)
        changed[index] ^= 1 << (index % 8)
        file.write_bytes(changed)
        if run("verify", package, *trusted, code=None).returncode != 1:
            found.append(index)
    file.write_bytes(good)
    assert run("verify", package, *trusted).returncode == 0
    if "PRUNING_PACK_PROOF" in os.environ:
        ran = subprocess.run(
            [PROBE, package, file, *trusted], capture_output=True, text=True, check=True, timeout=3600
        )
        *places, last = ran.stdout.splitlines()
        assert last == f"{8 * len(good)} bits", last
        found += places
    return found
