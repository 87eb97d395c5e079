"""What Spark's Python workers run."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Optional

import pyarrow

from pruning_pack._errors import PruningPackError
from pruning_pack._scale import columns
from pruning_pack._scale.digests import Digests
from pruning_pack._scale.opened import opened
from pruning_pack._scale.settings import Settings
from pruning_pack._version import __version__


@dataclass(frozen=True)
class Work:
    """What is done with each partition; the driver makes it, and the workers run it."""

    settings: Settings
    package: str
    digests: Digests
    threads: Optional[int]
    version: str = __version__

    def run(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Batches of Arrow with the columns that are added."""
        if self.version != __version__:
            raise PruningPackError(f"the driver has pruning-pack {self.version}, and this worker {__version__}")
        threads = self.threads or _cores()
        # Not before there is a row: an empty partition needs no package.
        filled = (batch for batch in batches if batch.num_rows)
        first = next(filled, None)
        if first is None:
            return
        package = opened(_found(self.package), self.digests, threads, self.settings.precision)

        def asked() -> Iterator[tuple[Any, Any]]:
            yield first, columns.rows(self.settings, first)
            for batch in filled:
                yield batch, columns.rows(self.settings, batch)

        added = columns.fields(self.settings)
        for batch, start, answers in package.answered(self.settings, asked()):
            part = batch.slice(start, len(answers))
            schema = pyarrow.schema([*part.schema, *added])
            yield pyarrow.RecordBatch.from_arrays([*part.columns, *columns.arrays(self.settings, answers)], schema=schema)


def _cores() -> Optional[int]:
    """The cores of the task: spark.task.cpus, or what its resource profile says."""
    from pyspark import TaskContext

    context = TaskContext.get()
    return None if context is None else max(1, int(context.cpus()))


def _found(package: str) -> str:
    """Where the package is: what is no absolute path is what `addArchive`, `addFile` or `--archives` brought.

    A directory, or an archive of one, which is unpacked beside it.
    """
    from pyspark import SparkFiles

    if os.path.isabs(package):
        return package
    places = [SparkFiles.get(package), os.path.abspath(package)]
    found = next((place for place in places if os.path.exists(place)), places[0])
    return _unpacked(found) if os.path.isfile(found) else found


def _unpacked(archive: str) -> str:
    target = f"{archive}.unpacked"
    if os.path.isdir(target):
        return target
    own = tempfile.mkdtemp(prefix=f"{os.path.basename(archive)}.", dir=os.path.dirname(archive))
    try:
        shutil.unpack_archive(archive, own)
        os.rename(own, target)
    except (OSError, ValueError, shutil.ReadError) as error:
        shutil.rmtree(own, ignore_errors=True)
        # Another worker of the executor may have been faster.
        if not os.path.isdir(target):
            raise PruningPackError(f"{archive} on {platform.node()} cannot be unpacked: {error}") from error
    return target
