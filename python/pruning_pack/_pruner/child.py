"""The process that answers, and its pipes."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import deque
from typing import Optional

from pruning_pack._binary import start_failure
from pruning_pack._pruner.errors import PrunerError

# What is read at once, and what is kept of what it says on standard error: why it ended comes first.
_READ = 1 << 20
_KEPT = 1 << 10


class Child:
    """A process of the command; nothing here blocks but `end`."""

    def __init__(self, arguments: list[str]):
        self.program = arguments[0]
        try:
            # A session of its own: an interrupt on the terminal is for the interpreter.
            self.process = subprocess.Popen(
                arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise PrunerError("not_opened", start_failure(self.program, error)) from error
        except ValueError as error:  # a null character in an argument
            raise PrunerError("not_opened", f"{self.program}: {error}") from error
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self.input, self.output, self.errors = self.process.stdin, self.process.stdout, self.process.stderr
        for pipe in (self.input, self.output, self.errors):
            os.set_blocking(pipe.fileno(), False)
        self.said = b""
        self.is_silent = False
        self._unsent: deque[memoryview] = deque()
        self._partial: list[bytes] = []

    @property
    def has_unsent(self) -> bool:
        """Whether something waits for room in its input."""
        return bool(self._unsent) and not self.input.closed

    def send(self, line: bytes) -> None:
        """Writes a line, now or as there is room."""
        self._unsent.append(memoryview(line))
        self.feed()

    def feed(self) -> None:
        """Writes what there is room for."""
        try:
            while self.has_unsent:
                rest = self._unsent[0][os.write(self.input.fileno(), self._unsent[0]) :]
                if rest:
                    self._unsent[0] = rest
                else:
                    self._unsent.popleft()
        except BlockingIOError:
            pass
        except OSError:  # It reads no more; why, its end will say.
            self.input.close()

    def lines(self) -> Optional[list[bytes]]:
        """The lines that have come; None at the end of its output."""
        try:
            part = os.read(self.output.fileno(), _READ)
        except BlockingIOError:
            return []
        if not part:
            return None
        first, *others = part.split(b"\n")
        self._partial.append(first)
        if not others:
            return []
        whole = [b"".join(self._partial), *others[:-1]]
        self._partial = [others[-1]]
        return whole

    def listen(self) -> bool:
        """Takes what it says on standard error, of which the beginning is kept; False where that is nothing."""
        try:
            part = os.read(self.errors.fileno(), _READ)
        except BlockingIOError:
            return False
        self.said = (self.said + part)[:_KEPT]
        self.is_silent = not part
        return bool(part)

    def end(self, kill: bool) -> int:
        """Waits until it has ended, for which it is told to or has no reason not to; returns its exit code."""
        self.input.close()
        if kill:
            self.process.terminate()
        try:
            code = self.process.wait(1 if kill else 5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        while self.listen():
            pass
        self.forget()
        return code

    def forget(self) -> None:
        """Closes the pipes; after a fork they are the parent's."""
        for pipe in (self.input, self.output, self.errors):
            pipe.close()

    def reason(self, code: int) -> str:
        """Why it ended: the beginning of what it said, or the exit code."""
        message = self.said.decode("utf-8", "replace").strip()
        for prefix in ("pruning-pack: ", "Error: "):
            message = message[len(prefix) :] if message.startswith(prefix) else message
        if code >= 0:
            return message or f"exit code {code}"
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return f"{name}: {message}" if message else name
