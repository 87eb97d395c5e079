"""A wheel as a zip file whose bytes depend on nothing but its contents."""

from __future__ import annotations

import base64
import hashlib
import os
import stat
import zipfile
from pathlib import Path

# Zip knows no earlier date.
_DATE = (1980, 1, 1, 0, 0, 0)


class WheelArchive:
    """The files of a wheel, and RECORD, which is written last."""

    def __init__(self, information: str) -> None:
        """`information`: the name of the directory of metadata, NAME-VERSION.dist-info."""
        self._record = f"{information}/RECORD"
        self._files: dict[str, tuple[bytes, bool]] = {}

    def add(self, name: str, data: bytes, executable: bool = False) -> None:
        self._files[name] = (data, executable)

    def write(self, path: Path) -> None:
        """Writes the wheel beside its place and renames it, so that none appears half."""
        record = [f"{name},{_digest(data)},{len(data)}\n" for name, (data, _) in self._sorted()]
        lines = "".join(record) + f"{self._record},,\n"
        staging = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with zipfile.ZipFile(staging, "w") as file:
                for name, (data, executable) in [*self._sorted(), (self._record, (lines.encode(), False))]:
                    _write_entry(file, name, data, executable)
            os.replace(staging, path)
        finally:
            staging.unlink(missing_ok=True)

    def _sorted(self) -> list[tuple[str, tuple[bytes, bool]]]:
        """Metadata at the end, as installers prefer it."""
        return sorted(self._files.items(), key=lambda entry: (".dist-info/" in entry[0], entry[0]))


def _write_entry(file: zipfile.ZipFile, name: str, data: bytes, executable: bool) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system = 3
    # The file's type belongs to it: without, pip drops the mode, and the command cannot be started.
    entry.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, data, compresslevel=9)


def _digest(data: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
    return f"sha256={digest.rstrip(b'=').decode()}"
