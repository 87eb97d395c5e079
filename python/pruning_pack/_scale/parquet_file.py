"""A Parquet file on its way: what is computed of it, row group by row group, and the file that is made of that."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Optional

import pyarrow
import pyarrow.parquet

from pruning_pack._errors import PruningPackError
from pruning_pack._scale import columns, disk
from pruning_pack._scale.digests import Digests
from pruning_pack._scale.opened import OpenPackage
from pruning_pack._scale.settings import Settings
from pruning_pack._version import __version__

# The key of the note in a file of what made it.
NOTE = b"pruning_pack"
# Rows that are read at once.
_ROWS = 1024


class ParquetFile:
    """One file, and the place of its result. Until that is whole, what has been computed lies in a directory beside it."""

    def __init__(self, source: Path, target: Path, settings: Settings, digests: Digests, compression: str):
        self.source, self.target = source, target
        self.work = target.with_name(f".{target.name}.pruning-pack")
        self._compression = compression
        self._lock: Optional[int] = None
        try:
            with pyarrow.parquet.ParquetFile(source) as file:
                self.schema = file.schema_arrow
                metadata = file.metadata
                self.rows = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
            footer, size = _footer(source)
        except (OSError, pyarrow.ArrowException) as error:
            raise PruningPackError(f"{source} cannot be read as Parquet: {error}") from error
        try:
            self._settings = columns.check_schema(settings, self.schema)
        except ValueError as error:
            raise ValueError(f"{source}: {error}") from error
        self.note = json.dumps(
            {
                "version": __version__, "package": digests.root, "settings": self._settings.as_json(),
                "compression": compression, "source": {"bytes": size, "footer": footer},
            },
            sort_keys=True,
        ).encode("utf-8")  # fmt: skip

    # What is there

    @property
    def is_finished(self) -> bool:
        """Whether the result is there, made of the same file by the same package with the same settings."""
        try:
            return (pyarrow.parquet.read_schema(self.target).metadata or {}).get(NOTE) == self.note
        except (OSError, pyarrow.ArrowException):
            return False

    @property
    def missing(self) -> list[int]:
        """The row groups that are still to be computed."""
        return [number for number in range(len(self.rows)) if not self._piece(number).exists()]

    def _piece(self, number: int) -> Path:
        return self.work / f"{number:06}.arrow"

    # Steps, in this order

    def begin(self, restart: bool) -> None:
        """Makes the directory for what is computed, or takes it up again, for this run alone.

        Raises:
            PruningPackError: It is another run's, or one of other settings began it.
        """
        disk.make(self.work)
        self._lock = os.open(self.work, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.release()
            raise PruningPackError(f"another run is writing {self.target}") from error
        plan = self.work / "plan.json"
        if plan.exists() and plan.read_bytes() != self.note:
            if not restart:
                raise PruningPackError(
                    f"{self.work} has what a run with another package, other settings or another {self.source.name} computed: "
                    "run that one again to finish it, or give --restart to begin anew"
                )
            self.clear()
            self.begin(restart=False)
            return
        if not plan.exists():
            for path in self.work.iterdir():
                path.unlink()
            disk.put(plan, lambda part: _write(part, self.note))

    def compute(self, number: int, package: OpenPackage, progress: Callable[[int], None]) -> None:
        """Computes a row group."""
        schema = pyarrow.schema(columns.fields(self._settings))

        def batches() -> Iterator[tuple[Any, Any]]:
            with pyarrow.parquet.ParquetFile(self.source) as file:
                wanted = self._settings.inputs
                for batch in file.iter_batches(_ROWS, row_groups=[number], columns=wanted, use_threads=False):
                    yield None, columns.rows(self._settings, batch)

        def write(part: Path) -> None:
            with pyarrow.OSFile(str(part), "wb") as file, pyarrow.ipc.new_stream(file, schema) as writer:
                for _, _, answers in package.answered(self._settings, batches()):
                    writer.write_batch(
                        pyarrow.RecordBatch.from_arrays(columns.arrays(self._settings, answers), schema=schema)
                    )
                    progress(len(answers))

        disk.put(self._piece(number), write)

    def finish(self) -> None:
        """Makes the result of what was read and what was computed."""
        schema = self.schema
        for field in columns.fields(self._settings):
            schema = schema.append(field)
        schema = schema.with_metadata({**(self.schema.metadata or {}), NOTE: self.note})

        def write(part: Path) -> None:
            with pyarrow.parquet.ParquetFile(self.source) as file, pyarrow.parquet.ParquetWriter(
                part, schema, compression=self._compression
            ) as writer:
                for number in range(len(self.rows)):
                    table = file.read_row_group(number)
                    with pyarrow.OSFile(str(self._piece(number))) as piece:
                        added = pyarrow.ipc.open_stream(piece).read_all()
                    if added.num_rows != table.num_rows:
                        raise PruningPackError(f"{self.source} is not what it was when {self._piece(number)} was made")
                    arrays = [*table.columns, *added.columns]
                    whole = pyarrow.Table.from_arrays(arrays, schema=schema)
                    writer.write_table(whole, row_group_size=max(1, whole.num_rows))

        whole = self.work / "whole.parquet"
        disk.put(whole, write)
        if _footer(self.source) != (json.loads(self.note)["source"]["footer"], json.loads(self.note)["source"]["bytes"]):
            raise PruningPackError(f"{self.source} changed while it was read")
        os.replace(whole, self.target)
        disk.sync(self.target.parent)

    def clear(self) -> None:
        """Removes what was computed; what says for which run goes last."""
        if self.work.exists():
            plan = self.work / "plan.json"
            for path in sorted(self.work.iterdir()):
                if path != plan:
                    path.unlink()
            plan.unlink(missing_ok=True)
            self.work.rmdir()
        self.release()

    def release(self) -> None:
        """Lets others write it."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _write(path: Path, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


def _footer(path: Path) -> tuple[str, int]:
    """The SHA-256 of a file's footer, which says where every part of the file is, and the file's size."""
    with open(path, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 8))
        length = int.from_bytes(file.read(4), "little")
        file.seek(max(0, size - 8 - length))
        return hashlib.sha256(file.read(length)).hexdigest(), size
