"""The conversation with the process: it is started, asked, heard, and replaced where it has died."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Optional

from pruning_pack._errors import PruningPackError
from pruning_pack._pruner.bell import Bell
from pruning_pack._pruner.calls import Line, Waiting
from pruning_pack._pruner.child import Child
from pruning_pack._pruner.ending import starting
from pruning_pack._pruner.errors import PrunerError, QuestionTooLong

# Lines that are under way: one that is computed, and one that is there when it is done.
_AHEAD = 2
# A process that died before it began a line is no line's fault; after so many in a row there is something else.
_LIVES = 3
# Seconds that a line may go on for which nobody waits any more, where others do. Opening a package rarely takes longer.
_PATIENCE = 1.0


class Conversation:
    """Has calls answered by a process, all in one thread."""

    def __init__(self, arguments: Callable[[], list[str]], timeout: Optional[float]):
        self._arguments = arguments
        self._timeout = timeout
        self.described: dict[str, Any] = {}
        self._begin()

    def _begin(self) -> None:
        """As if nothing had been asked."""
        self._waiting = Waiting()
        self._child: Optional[Child] = None
        self._sent: deque[Line] = deque()
        self._begun: Optional[Line] = None
        self._is_open = False
        self._number = 0
        self._deaths = 0
        self._moved = 0.0
        self._began = 0.0

    def _go_on(self, bell: Bell) -> None:
        """Sends lines, and waits for what comes or for the bell."""
        if self._is_abandoned() and time.monotonic() >= self._began + _PATIENCE:
            self._replace("closed", "nobody waits for this")
        while len(self._sent) < _AHEAD and (line := self._waiting.next_line(self._number)):
            self._send(line)
        self._wait(bell)

    def _give_up(self) -> Waiting:
        """Ends the process; what was not answered."""
        if self._child is not None:
            self._end_child(kill=True)
        waiting, self._waiting = self._waiting, Waiting()
        waiting.put_back(part for line in self._sent for part in line.parts)
        self._sent.clear()
        self._begun = None
        return waiting

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

    def _is_abandoned(self) -> bool:
        """Whether the process is busy with what nobody waits for, while somebody waits for something else."""
        if self._begun is None or not self._begun.is_over:
            return False
        return self._waiting.has_more or not all(line.is_over for line in self._sent)

    def _wait(self, bell: Bell) -> None:
        child = self._child
        ends: list[float] = []
        if self._timeout is not None and self._sent:
            ends.append(self._moved + self._timeout)
        if self._is_abandoned():
            ends.append(self._began + _PATIENCE)
        ready = bell.wait(child, max(0.0, min(ends) - time.monotonic()) if ends else None)
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
            is_new, self._begun, self._began = self._begun is None, line, time.monotonic()
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
        """Ends the process; its exit code, and why it ended."""
        child, self._child, self._is_open = self._child, None, False
        assert child is not None
        code = child.end(kill)
        return code, child.reason(code)

    def _died(self) -> None:
        """The process has ended by itself."""
        was_open = self._is_open
        code, reason = self._end_child(kill=False)
        if not was_open:
            self._fail_all(PrunerError("not_opened", reason, exit_code=code))
            return
        begun = self._begun
        self._deaths = 0 if begun else self._deaths + 1
        if self._deaths >= _LIVES:
            self._fail_all(PrunerError("died", f"the process ends before it answers anything: {reason}", exit_code=code))
            return
        self._restart("died", f"the process ended while it answered this: {reason}", code)

    def _hangs(self) -> None:
        """There was neither an answer nor anything else in time."""
        if not self._is_open:
            _, reason = self._end_child(kill=True)
            self._fail_all(PrunerError("timeout", f"the package was not open after {self._timeout:g} seconds: {reason}"))
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
