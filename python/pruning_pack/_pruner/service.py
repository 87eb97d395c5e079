"""The thread that asks the process: it starts it, feeds it, takes its answers, and starts another one where it has died."""

from __future__ import annotations

import json
import os
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Optional

from pruning_pack._errors import PruningPackError
from pruning_pack._pruner.calls import Call, Line, Waiting
from pruning_pack._pruner.child import Child
from pruning_pack._pruner.ending import forget_or_close, starting
from pruning_pack._pruner.errors import PrunerError, QuestionTooLong

# Lines that are under way: one that is computed, and one that is there when it is done.
_AHEAD = 2
# A process that died before it began a line is no line's fault; after so many in a row there is something else.
_LIVES = 3


class Service:
    """Answers calls of any thread, in a thread of its own that is started with the first."""

    def __init__(self, arguments: Callable[[], list[str]], timeout: Optional[float]):
        self._arguments = arguments
        self._timeout = timeout
        self.described: dict[str, Any] = {}
        self._reset()
        forget_or_close(self)

    def _reset(self) -> None:
        """As if nothing had been asked. The lock is taken by whoever is collected as garbage while it holds it, too."""
        self._lock = threading.RLock()
        self._thread: Optional[threading.Thread] = None
        self._wake: Optional[tuple[int, int]] = None
        self._incoming: deque[Call] = deque()
        self._is_closed = False
        self._waiting = Waiting()
        self._child: Optional[Child] = None
        self._sent: deque[Line] = deque()
        self._begun: Optional[Line] = None
        self._is_open = False
        self._number = 0
        self._deaths = 0
        self._moved = 0.0

    # From any thread

    def ask(self, call: Call) -> None:
        """Has a call answered: its future is set, whatever happens."""
        with self._lock:
            if self._is_closed:
                raise PrunerError("closed", "the Pruner is closed")
            self._incoming.append(call)
            if self._thread is None:
                self._start()
            self._ring()

    def _start(self) -> None:
        self._wake = os.pipe()
        for end in self._wake:
            os.set_blocking(end, False)
        thread = threading.Thread(target=self._run, name="pruning-pack", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:  # no more threads, or the interpreter is ending
            self._incoming.clear()
            self._silence()
            raise PrunerError("failed", f"no thread can be started: {error}") from error
        self._thread = thread

    def _ring(self) -> None:
        if self._wake is not None:
            try:
                os.write(self._wake[1], b"\0")
            except BlockingIOError:  # It has been rung often enough.
                pass

    def _silence(self) -> None:
        if self._wake is not None:
            for end in self._wake:
                os.close(end)
            self._wake = None

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
        self._reset()
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
                if self._child is not None:
                    self._end_child(kill=True)
                waiting, self._waiting = self._waiting, Waiting()
                waiting.put_back(part for line in self._sent for part in line.parts)
                for call in self._incoming:
                    waiting.add(call)
                self._incoming.clear()
                self._sent.clear()
                self._begun = None
                self._silence()
                self._thread = None
            waiting.fail(error if isinstance(error, PruningPackError) else _unexpected(error))

    def _step(self) -> bool:
        """Takes calls, sends lines, waits for what comes; False where it is to end."""
        if self._is_closed:
            return False
        while self._incoming:
            call = self._incoming.popleft()
            self._waiting.add(call)
        while len(self._sent) < _AHEAD and (line := self._waiting.next_line(self._number)):
            self._send(line)
        self._wait()
        return True

    def _send(self, line: Line) -> None:
        self._number += 1
        if not self._sent:
            self._moved = time.monotonic()
        self._sent.append(line)
        if self._child is None:
            try:
                arguments = self._arguments()
                with starting:
                    self._child = Child(arguments)
            except PrunerError as error:
                self._fail_all(error)
                return
            except PruningPackError as error:
                self._fail_all(PrunerError("not_opened", str(error), exit_code=error.exit_code))
                return
            self._moved = time.monotonic()
        self._child.send(line.encoded())

    def _wait(self) -> None:
        child, wake = self._child, self._wake
        assert wake is not None
        # No kernel object of its own, as epoll would be, which a fork would share.
        with selectors.PollSelector() as selector:
            selector.register(wake[0], selectors.EVENT_READ)
            if child is not None:
                selector.register(child.output, selectors.EVENT_READ)
                if not child.is_silent:
                    selector.register(child.errors, selectors.EVENT_READ)
                if child.has_unsent:
                    selector.register(child.input, selectors.EVENT_WRITE)
            left = None
            if self._timeout is not None and self._sent:
                left = max(0.0, self._moved + self._timeout - time.monotonic())
            ready = [key.fileobj for key, _ in selector.select(left)]
        if wake[0] in ready:
            try:
                os.read(wake[0], 1 << 16)
            except BlockingIOError:
                pass
        if child is None:
            return
        if child.errors in ready:
            child.listen()
        if child.input in ready:
            child.feed()
            self._moved = time.monotonic()
        if child.output in ready:
            self._hear(child)
        elif not ready and self._timeout is not None and self._sent:
            if time.monotonic() >= self._moved + self._timeout:
                self._hangs()

    def _hear(self, child: Child) -> None:
        lines = child.lines()
        if lines is None:
            self._died()
            return
        for line in lines:
            self._moved = time.monotonic()
            try:
                known = self._take(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                known = False
            if not known:
                shown = line[:80].decode("utf-8", "replace")
                self._replace("nonsense", f"{child.program} gave an answer that is none: {shown!r}")
                return

    def _take(self, said: dict[str, Any]) -> bool:
        """What the process says; False where that cannot be."""
        if "ready" in said:
            self.described = dict(said["ready"])
            self._is_open = True
            return len(said) == 1
        if not self._sent or not self._is_open:
            return False
        line = self._sent[0]
        if "begin" in said:
            is_new, self._begun = self._begun is None, line
            return is_new
        if self._begun is not line or said["id"] != line.number:
            return False
        if "error" in said:
            error = said["error"]
            self._done(line)
            self._refuse(line, str(error["code"]), str(error["message"]))
            return True
        answers, seconds = said["items"], said["seconds"]
        if not isinstance(answers, list) or len(answers) != line.count():
            return False
        seconds = {str(name): float(value) for name, value in seconds.items()}
        self._done(line)
        line.take(answers, seconds)
        return True

    def _done(self, line: Line) -> None:
        self._sent.popleft()
        self._begun = None
        self._deaths = 0

    def _refuse(self, line: Line, code: str, message: str) -> None:
        """The line has no answer; parts that shared it are asked again, each alone."""
        if len(line.parts) > 1 and code != "package_changed":
            self._waiting.put_back(line.parts, alone=True)
            return
        error: Exception
        if code == QuestionTooLong.code:
            error = QuestionTooLong(message)
        else:
            error = PrunerError(code, message, exit_code=1 if code in ("refused", "invalid_request") else 2)
        for part in line.parts:
            part.call.fail(error)

    # Processes that end

    def _end_child(self, kill: bool) -> tuple[int, str]:
        """Ends the process; its exit code, and what it said."""
        child, self._child, self._is_open = self._child, None, False
        assert child is not None
        code = child.end(kill)
        return code, child.last_words(code)

    def _died(self) -> None:
        """The process has ended by itself."""
        was_open = self._is_open
        code, words = self._end_child(kill=False)
        if not was_open:
            self._fail_all(PrunerError("not_opened", words, exit_code=code))
            return
        begun = self._begun
        self._deaths = 0 if begun else self._deaths + 1
        if self._deaths >= _LIVES:
            self._fail_all(PrunerError("died", f"the process ends before it answers anything: {words}", exit_code=code))
            return
        self._restart("died", f"the process ended while it answered this: {words}", code)

    def _hangs(self) -> None:
        """There was neither an answer nor anything else in time."""
        if not self._is_open:
            _, words = self._end_child(kill=True)
            self._fail_all(PrunerError("timeout", f"the package was not open after {self._timeout:g} seconds: {words}"))
            return
        self._begun = self._begun or self._sent[0]
        self._replace("timeout", f"no answer came within {self._timeout:g} seconds")

    def _replace(self, code: str, message: str) -> None:
        """Ends a process that does not do what it should."""
        if self._begun is None and self._sent:
            self._begun = self._sent[0]
        self._end_child(kill=True)
        self._restart(code, message, None)

    def _restart(self, code: str, message: str, exit_code: Optional[int]) -> None:
        """Of the lines that were sent the one that was begun fails, and the others are sent again, to a new process."""
        begun, lines = self._begun, list(self._sent)
        self._begun = None
        self._sent.clear()
        self._waiting.put_back(part for line in lines if line is not begun for part in line.parts)
        if begun is None:
            return
        if len(begun.parts) > 1:
            self._waiting.put_back(begun.parts, alone=True)
            return
        error = PrunerError(code, message, exit_code=exit_code)
        for part in begun.parts:
            part.call.fail(error)

    def _fail_all(self, error: PruningPackError) -> None:
        """No call can be answered; the next one tries again."""
        self._waiting.put_back(part for line in self._sent for part in line.parts)
        self._sent.clear()
        self._begun = None
        self._deaths = 0
        self._waiting.fail(error)


def _unexpected(error: BaseException) -> PrunerError:
    return PrunerError("failed", f"{type(error).__name__}: {error}")
