"""A run over Parquet files: which files, several row groups at a time, and how far it is."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Optional, TextIO

from pruning_pack._errors import PruningPackError
from pruning_pack._scale.opened import OpenPackage
from pruning_pack._scale.parquet_file import ParquetFile


def found_files(source: Path, target: Path) -> list[tuple[Path, Path]]:
    """The files to read, each with the place of its result: a file, or all of a directory and those in it.

    Raises:
        PruningPackError: There are none, or the result would be among what is read.
    """
    if source.is_file():
        pairs = [(source, target / source.name if target.is_dir() else target)]
    elif source.is_dir():
        inside = sorted(source.rglob("*.parquet"))
        names = [path.relative_to(source) for path in inside if path.is_file()]
        # As Spark has it: what begins so is no data.
        names = [name for name in names if not any(part.startswith((".", "_")) for part in name.parts)]
        if target.exists() and not target.is_dir():
            raise PruningPackError(f"{source} is a directory, and {target} is none")
        if source.resolve() in (target.resolve(), *target.resolve().parents):
            raise PruningPackError(f"{target} is in {source}: the results would be read with the next run")
        pairs = [(source / name, target / name) for name in names]
    else:
        raise PruningPackError(f"{source} is not there")
    if not pairs:
        raise PruningPackError(f"{source} has no file whose name ends in .parquet")
    same = next((one for one, other in pairs if other.exists() and one.samefile(other)), None)
    if same is not None:
        raise PruningPackError(f"{same} is both what is read and what is written")
    return pairs


class Progress:
    """Says how many rows are done, how many a second, and how long the rest takes: on a terminal often, else now and then."""

    def __init__(self, total: int, stream: Optional[TextIO]):
        self._total, self._stream = total, stream
        self._done, self._before = 0, 0
        self._lock = threading.Lock()
        self._is_terminal = stream is not None and stream.isatty()
        self._began = self._said = time.monotonic()

    def skip(self, rows: int) -> None:
        """Rows that were there before."""
        self._before += rows

    def add(self, rows: int) -> None:
        """Rows that are done."""
        with self._lock:
            self._done += rows
            now = time.monotonic()
            if now - self._said >= (0.2 if self._is_terminal else 10):
                self._said = now
                self._say()

    def end(self) -> None:
        """The last word."""
        self._say()
        if self._stream is not None and self._is_terminal:
            self._stream.write("\n")

    def _say(self) -> None:
        if self._stream is None:
            return
        rate = self._done / max(1e-9, time.monotonic() - self._began)
        done = self._before + self._done
        left = f", {_duration((self._total - done) / rate)} left" if rate and done < self._total else ""
        speed = f", {rate:,.1f} rows a second" if self._done else ""
        line = f"{done:,} of {self._total:,} rows{speed}{left}"
        self._stream.write(f"\r{line}\x1b[K" if self._is_terminal else f"{line}\n")
        self._stream.flush()


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


def run(files: list[ParquetFile], package: OpenPackage, *, jobs: int, restart: bool, stream: Optional[TextIO]) -> None:
    """Computes what is missing of each file, and puts each in its place as soon as it is whole.

    Raises:
        PruningPackError: A file cannot be finished; what was computed stays for the next run.
    """
    progress = Progress(sum(sum(file.rows) for file in files), stream)
    left: dict[ParquetFile, int] = {}

    def tasks() -> Iterator[tuple[ParquetFile, Optional[int]]]:
        for file in files:
            if file.is_finished:
                progress.skip(sum(file.rows))
                # What a run left that was killed right after the end.
                if file.work.exists():
                    file.begin(restart)
                    file.clear()
                continue
            file.begin(restart)
            missing = file.missing
            progress.skip(sum(file.rows) - sum(file.rows[number] for number in missing))
            left[file] = len(missing)
            if not missing:
                yield file, None
            for number in missing:
                yield file, number

    lock = threading.Lock()

    def work(file: ParquetFile, number: Optional[int]) -> None:
        if number is not None:
            file.compute(number, package, progress.add)
            with lock:
                left[file] -= 1
                if left[file]:
                    return
        file.finish()
        file.clear()

    waiting: set[Future[None]] = set()
    with ThreadPoolExecutor(jobs, thread_name_prefix="row-group") as threads:
        try:
            for task in tasks():
                waiting.add(threads.submit(work, *task))
                if len(waiting) >= jobs:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        future.result()
            for future in waiting:
                future.result()
        except BaseException:
            # The others end at their next question.
            package.pruner.close()
            raise
        finally:
            for file in left:
                file.release()
    progress.end()


def standard_error() -> TextIO:
    """Where progress goes."""
    return sys.stderr

