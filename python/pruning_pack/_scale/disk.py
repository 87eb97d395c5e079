"""Files that appear whole, and stay when the power goes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Callable


def put(path: Path, write: Callable[[Path], None]) -> None:
    """Has a file written beside its place, and put there in one step once it is on the disk."""
    part = path.with_name(f"{path.name}.part")
    write(part)
    descriptor = os.open(part, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(part, path)
    sync(path.parent)


def sync(directory: Path) -> None:
    """Puts the names in a directory on the disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make(directory: Path) -> None:
    """Makes a directory, and those that it is in, so that their names stay."""
    missing = [each for each in (directory, *directory.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        sync(each.parent)
