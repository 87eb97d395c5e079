"""The thread that asks the process, for any thread that asks it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Optional

from pruning_pack._errors import PruningPackError
from pruning_pack._pruner.bell import Bell
from pruning_pack._pruner.calls import Call
from pruning_pack._pruner.conversation import Conversation
from pruning_pack._pruner.ending import forget_or_close
from pruning_pack._pruner.errors import PrunerError


class Service(Conversation):
    """Answers calls of any thread, in a thread of its own that is started with the first."""

    def __init__(self, arguments: Callable[[], list[str]], timeout: Optional[float]):
        super().__init__(arguments, timeout)
        forget_or_close(self)

    def _begin(self) -> None:
        """As if nothing had been asked. The lock is taken by whoever is collected as garbage while it holds it, too."""
        self._lock = threading.RLock()
        self._thread: Optional[threading.Thread] = None
        self._bell: Optional[Bell] = None
        self._incoming: deque[Call] = deque()
        self._is_closed = False
        super()._begin()

    # From any thread

    def ask(self, call: Call) -> None:
        """Has a call answered: its future is set, whatever happens."""
        with self._lock:
            if self._is_closed:
                raise PrunerError("closed", "the Pruner is closed")
            if self._thread is None:
                self._start()
            self._incoming.append(call)
            self._ring()
        call.future.add_done_callback(self._left)

    def _start(self) -> None:
        thread = threading.Thread(target=self._run, name="pruning-pack", daemon=True)
        try:
            self._bell = Bell()
            thread.start()
        except (OSError, RuntimeError) as error:  # no more files or threads, or the interpreter is ending
            self._silence()
            raise PrunerError("failed", f"no thread can be started: {error}") from error
        self._thread = thread

    def _left(self, future: Future[Any]) -> None:
        """Whoever asked may wait no more: then the thread looks whether anybody does."""
        if future.cancelled():
            with self._lock:
                self._ring()

    def _ring(self) -> None:
        if self._bell is not None:
            self._bell.ring()

    def _silence(self) -> None:
        if self._bell is not None:
            self._bell.close()
            self._bell = None

    def stop(self) -> None:
        """Has it end, without waiting: for the collector of garbage, which may run in any thread."""
        with self._lock:
            self._is_closed = True
            self._ring()

    def close(self) -> None:
        """Ends it, and waits until the process has ended. What is under way fails."""
        self.stop()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(10)

    def forget(self) -> None:
        """After a fork: process and thread are the parent's. Calls under way are, too."""
        if self._child is not None:
            self._child.forget()
            self._child.process.returncode = 0  # It is no child of this process, and not to be waited for.
        self._silence()
        is_closed = self._is_closed
        self._begin()
        self._is_closed = is_closed

    # In its thread

    def _run(self) -> None:
        error: BaseException = PrunerError("closed", "the Pruner was closed before this was answered")
        try:
            while self._step():
                pass
        except BaseException as caught:  # whatever it is, nobody is to wait for ever
            error = caught
        finally:
            with self._lock:
                waiting = self._give_up()
                for call in self._incoming:
                    waiting.add(call)
                self._incoming.clear()
                self._silence()
                self._thread = None
            waiting.fail(error if isinstance(error, PruningPackError) else _unexpected(error))

    def _step(self) -> bool:
        """Takes calls, and goes on; False where it is to end."""
        if self._is_closed:
            return False
        while self._incoming:
            call = self._incoming.popleft()
            self._waiting.add(call)
        assert self._bell is not None
        self._go_on(self._bell)
        return True


def _unexpected(error: BaseException) -> PrunerError:
    return PrunerError("failed", f"{type(error).__name__}: {error}")
