"""What the thread of a service waits for: the process, and the bell that other threads ring."""

from __future__ import annotations

import os
import selectors
from typing import Any, Optional

from pruning_pack._pruner.child import Child

# Seconds that are waited at a time; poll takes no number of them that is much larger.
_LONGEST = 3600.0


class Bell:
    """A pipe that wakes the thread. OSError where no more files can be opened."""

    def __init__(self) -> None:
        self._ends = os.pipe()
        for end in self._ends:
            os.set_blocking(end, False)

    def ring(self) -> None:
        """Wakes the thread."""
        try:
            os.write(self._ends[1], b"\0")
        except BlockingIOError:  # It has been rung often enough.
            pass

    def wait(self, child: Optional[Child], left: Optional[float]) -> list[Any]:
        """Which pipes of the process are ready, once one is, the bell was rung or so many seconds have passed; None is the
        bell."""
        # No kernel object of its own, as epoll would be, which a fork would share.
        with selectors.PollSelector() as selector:
            selector.register(self._ends[0], selectors.EVENT_READ)
            if child is not None:
                selector.register(child.output, selectors.EVENT_READ)
                if not child.is_silent:
                    selector.register(child.errors, selectors.EVENT_READ)
                if child.has_unsent:
                    selector.register(child.input, selectors.EVENT_WRITE)
            ready = [key.fileobj for key, _ in selector.select(None if left is None else min(left, _LONGEST))]
        if self._ends[0] not in ready:
            return ready
        try:
            os.read(self._ends[0], 1 << 16)
        except BlockingIOError:
            pass
        return [None if each == self._ends[0] else each for each in ready]

    def close(self) -> None:
        """Closes the pipe."""
        for end in self._ends:
            os.close(end)
