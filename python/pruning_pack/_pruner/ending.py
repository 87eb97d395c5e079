"""What becomes of services where the interpreter forks or ends."""

from __future__ import annotations

import atexit
import os
import threading
import weakref
from typing import Protocol

# Held while a process is started: a fork in between would inherit pipes that nobody knows of.
starting = threading.Lock()


class Ending(Protocol):
    """What can be closed, and forgotten in the child of a fork."""

    def close(self) -> None:
        """Ends the process, and fails what is under way."""

    def forget(self) -> None:
        """Leaves the process to the parent."""


_known: weakref.WeakSet[Ending] = weakref.WeakSet()


def forget_or_close(service: Ending) -> None:
    """Has a service closed when the interpreter ends, and forgotten by the child of a fork."""
    _known.add(service)


@atexit.register
def _close_all() -> None:
    for service in list(_known):
        service.close()


def _after_fork() -> None:
    starting.release()
    for service in list(_known):
        service.forget()


os.register_at_fork(
    before=starting.acquire, after_in_parent=starting.release, after_in_child=_after_fork
)
