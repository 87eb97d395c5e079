"""What identifies a package: the digests of its files, as they were when it was verified."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from pruning_pack._command import PathLike, option, positional, run
from pruning_pack._errors import PruningPackError
from pruning_pack._gate import parse_report

_READ = 1 << 20

# What tells that a file is still the one that was read.
Stamp = tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True)
class Digests:
    """The files of a verified package."""

    root: str
    """The SHA-256 of the list of files with their own, as `sha256sum` prints it."""
    files: tuple[tuple[str, str], ...]
    """Path and SHA-256 of each file, in the order of the list."""
    mode: Optional[str]
    """`reranking_pruning` or `pruning_only`."""

    def differences(self, package: PathLike) -> list[str]:
        """What the files of a directory are that these were not; empty where they are the same."""
        found = []
        for path, expected in self.files:
            try:
                digest = _sha256(os.path.join(package, path))
            except OSError as error:
                found.append(f"{path}: {error.strerror}")
                continue
            if digest != expected:
                found.append(f"{path} has the SHA-256 {digest}, not {expected}")
        return found

    def stamp(self, package: PathLike) -> Optional[Stamp]:
        """Sizes, times and inodes of the files; None where one is missing."""
        try:
            states = [os.stat(os.path.join(package, path)) for path, _ in self.files]
        except OSError:
            return None
        return tuple((state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino) for state in states)


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with open(path, "rb", buffering=0) as file:
        while part := file.read(_READ):
            digest.update(part)
    return digest.hexdigest()


def verified(package: PathLike) -> Digests:
    """Verifies a package, and returns the digests of what was verified.

    Raises:
        PruningPackError: It did not pass, it changed meanwhile, or it could not be read.
    """
    path = os.fspath(package)
    if not os.path.isdir(path):
        raise PruningPackError(f"{path} is not a directory: a package is a directory that is there before the rows are")
    with tempfile.TemporaryDirectory(prefix="pruning-pack-") as place:
        bill = Path(place) / "bill.json"
        ran = run(
            "verify", positional(path), "--format=json", *option("report", f"cyclonedx={bill}"), accepted=(0, 1)
        )
        report = parse_report(ran)
        report.raise_for_errors()
        described = json.loads(bill.read_text(encoding="utf-8"))
    try:
        root = _hash(described["metadata"]["component"])
        named = [(each["name"], _hash(each)) for each in described["components"]]
    except (KeyError, IndexError) as error:
        raise PruningPackError(f"{path} has a file that cannot be read") from error
    digests = Digests(root, tuple(sorted(named, key=lambda file: os.fsencode(file[0]))), report.contents.mode)
    differing = digests.differences(path)
    if differing:
        raise PruningPackError(f"{path} changed while it was verified: {differing[0]}")
    return digests


def _hash(component: dict) -> str:
    return str(component["hashes"][0]["content"])
