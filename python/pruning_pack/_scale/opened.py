"""A package that was verified elsewhere, open in this process for as long as it lives."""

from __future__ import annotations

import os
import platform
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Optional

from pruning_pack._errors import PruningPackError
from pruning_pack._pruner.pruner import Pruner
from pruning_pack._scale.answers import Answer, Row, answered
from pruning_pack._scale.digests import Digests
from pruning_pack._scale.settings import Settings

_lock = threading.Lock()
_open: Optional[OpenPackage] = None


class OpenPackage:
    """A Pruner whose package is the one that was verified."""

    def __init__(self, path: str, digests: Digests, threads: Optional[int], precision: str):
        if not os.path.isdir(path):
            raise PruningPackError(f"there is no package {path} on {platform.node()}")
        self.key = path, digests, threads, precision
        self._path, self._digests = path, digests
        # Opened before it is read: what changes in between has another stamp, or is noticed by the process.
        self.pruner = Pruner(path, threads=threads, precision=precision)
        try:
            self._stamp = digests.stamp(path)
            self._refuse_differences()
        except BaseException:
            self.pruner.close()
            raise

    @property
    def is_unchanged(self) -> bool:
        """Whether its files still are those that were read."""
        return self._stamp is not None and self._digests.stamp(self._path) == self._stamp

    def check(self) -> None:
        """Raises PruningPackError where they are not: a process that was started again may have opened anything."""
        if self.is_unchanged:
            return
        self._refuse_differences()
        raise PruningPackError(f"files of the package {self._path} on {platform.node()} were written while it was open")

    def _refuse_differences(self) -> None:
        found = self._digests.differences(self._path)
        if found:
            more = f", and {len(found) - 1} more" if len(found) > 1 else ""
            raise PruningPackError(
                f"the package {self._path} on {platform.node()} is not the one that was verified, whose root digest is "
                f"{self._digests.root}: {found[0]}{more}"
            )

    def answered(
        self, settings: Settings, batches: Iterable[tuple[Any, Sequence[Row]]]
    ) -> Iterator[tuple[Any, int, list[Answer]]]:
        """The answers to batches of rows, as `answers.answered` gives them; after an error it is open no more."""
        try:
            yield from answered(self.pruner, settings, batches, self.check)
        except PruningPackError:
            forget(self)
            # Of an error that comes of a change, the change is the reason.
            self._refuse_differences()
            raise


def opened(path: str, digests: Digests, threads: Optional[int], precision: str) -> OpenPackage:
    """The package, opened by the first who asks in this process; one is open at a time.

    Raises:
        PruningPackError: It is not the one that was verified, or cannot be opened.
    """
    global _open
    with _lock:
        if _open is not None and (_open.key != (path, digests, threads, precision) or not _open.is_unchanged):
            _open.pruner.close()
            _open = None
        if _open is None:
            _open = OpenPackage(path, digests, threads, precision)
        return _open


def forget(package: OpenPackage) -> None:
    """Closes it; who asks next opens another one."""
    global _open
    with _lock:
        package.pruner.close()
        if _open is package:
            _open = None
