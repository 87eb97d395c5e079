"""Builds the wheel for pip, from a clone (PEP 517): `make build`, then the wheel."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from . import project
from .command import read_command
from .errors import WheelError
from .wheel import make_wheel


class UnsupportedOperation(Exception):
    """What this backend does not do."""


def build_wheel(wheel_directory: str, config_settings: object = None, metadata_directory: object = None) -> str:
    """Builds the command and its wheel; the wheel's name."""
    # Standard output is the front end's.
    built = subprocess.run(["make", "build", "NEEDS=check"], cwd=project.ROOT, stdout=sys.stderr)
    if built.returncode != 0:
        raise WheelError(project.ROOT, "a Swift toolchain and the headers that README.md names", "a build that failed")
    build = project.ROOT / ".build"
    link_map = build / "link-map.txt" if sys.platform == "linux" else None
    path = make_wheel(read_command(build / "release/pruning-pack", link_map), Path(wheel_directory))
    return path.name


def build_sdist(sdist_directory: str, config_settings: object = None) -> str:
    """There is none: what builds the command is the repository."""
    raise UnsupportedOperation("pruning-pack has no source distribution: build a wheel from a clone (pip wheel .)")
