"""Questions on their way to the process: what a caller asks, the parts it is asked in, the lines that parts share."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any, Optional

from pruning_pack._pruner.errors import PrunerError

# Items, and bytes of them, that are a part; and that share a line. What is read together is computed together.
_PART = (16, 1 << 18)
_LINE = (64, 1 << 20)
# The command's bound on a line, less what stands around an item.
_LARGEST = (1 << 30) - (1 << 12)


class Call:
    """What one caller asks: items that are all treated alike, and the future of their answers, in order."""

    def __init__(self, method: str, options: dict[str, Any], items: Iterable[dict[str, Any]]):
        # Parts with the same head can share a line.
        self.head = f'"method":"{method}","options":{json.dumps(options, separators=(",", ":"), sort_keys=True)}'
        self.future: Future[list[Any]] = Future()
        self.parts: deque[Part] = deque()
        encoded = [json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode("utf-8") for item in items]
        self.answers: list[Any] = [None] * len(encoded)
        self.seconds: dict[str, float] = {}
        self.size = sum(map(len, encoded))
        start = 0
        # Without items there is an empty part: what asks for nothing is answered, too, and only by a package that is open.
        while start < len(encoded) or not self.parts:
            end, size = start, 0
            while end < len(encoded) and end - start < _PART[0] and size < _PART[1]:
                size += len(encoded[end])
                end += 1
            if size > _LARGEST:
                raise PrunerError("too_large", f"a text is too large: {size:,} bytes of at most {_LARGEST:,}")
            self.parts.append(Part(self, start, encoded[start:end], size))
            start = end
        self._missing = len(self.parts)
        self.answered = 0.0
        """When the last part was answered, as time.perf_counter has it."""

    @property
    def is_over(self) -> bool:
        """Whether nobody waits for more answers."""
        return self.future.done()

    def take(self, part: Part, answers: list[Any], seconds: dict[str, float]) -> None:
        """Takes the answers of a part; the last one's are handed out with the others."""
        if self.is_over:
            return
        self.answers[part.start : part.start + len(answers)] = answers
        for name, value in seconds.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + value
        self._missing -= 1
        if self._missing == 0:
            self.answered = time.perf_counter()
        if self._missing == 0 and self.future.set_running_or_notify_cancel():
            self.future.set_result(self.answers)

    def fail(self, error: Exception) -> None:
        """Ends it without answers."""
        self.parts.clear()
        if self.is_over:
            return
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(error)


class Part:
    """Items of a call that go into one line."""

    def __init__(self, call: Call, start: int, items: list[bytes], size: int):
        self.call = call
        self.start = start
        self.items = items
        self.size = size
        # A line of its own: one that it shared was not answered, and it may be the reason.
        self.is_alone = False


class Line:
    """A line for the process: parts with the same method and options."""

    def __init__(self, number: int, parts: list[Part]):
        self.number = number
        self.parts = parts

    def encoded(self) -> bytes:
        """The line."""
        items = b",".join(item for part in self.parts for item in part.items)
        head = f'{{"id":{self.number},{self.parts[0].call.head},"items":['
        return b"".join([head.encode("utf-8"), items, b"]}\n"])

    def take(self, answers: list[Any], seconds: dict[str, float]) -> None:
        """Hands out the answers; each part is said to have taken its share of the time."""
        start = 0
        for part in self.parts:
            end = start + len(part.items)
            share = len(part.items) / max(1, len(answers))
            part.call.take(part, answers[start:end], {name: value * share for name, value in seconds.items()})
            start = end

    @property
    def is_over(self) -> bool:
        """Whether nobody waits for its answers."""
        return all(part.call.is_over for part in self.parts)

    def count(self) -> int:
        """How many items it has."""
        return sum(len(part.items) for part in self.parts)


class Waiting:
    """Calls whose parts have not been sent; each has its turn, so that a long one does not hold up the others."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque()
        self._again: deque[Part] = deque()

    def add(self, call: Call) -> None:
        """Takes a call."""
        self._calls.append(call)

    def put_back(self, parts: Iterable[Part], alone: bool = False) -> None:
        """Takes parts that were sent and not answered; they are first."""
        kept = [part for part in parts if not part.call.is_over]
        for part in kept:
            part.is_alone = part.is_alone or alone
        self._again.extendleft(reversed(kept))

    @property
    def has_more(self) -> bool:
        """Whether somebody waits for what has not been sent."""
        return any(not part.call.is_over for part in self._again) or any(
            call.parts and not call.is_over for call in self._calls
        )

    def next_line(self, number: int) -> Optional[Line]:
        """The next line; None where nothing waits."""
        first = self._next(None)
        if first is None:
            return None
        parts, count, size = [first], len(first.items), first.size
        while not first.is_alone and count < _LINE[0] and size < _LINE[1]:
            part = self._next(first.call.head)
            if part is None:
                break
            parts.append(part)
            count, size = count + len(part.items), size + part.size
        return Line(number, parts)

    def _next(self, head: Optional[str]) -> Optional[Part]:
        """The next part that may share a line with those of the head; None for any."""
        while self._again and self._again[0].call.is_over:
            self._again.popleft()
        if self._again:
            part = self._again[0]
            fits = head is None or (part.call.head == head and not part.is_alone)
            return self._again.popleft() if fits else None
        while self._calls:
            call = self._calls[0]
            if call.is_over or not call.parts:
                self._calls.popleft()
            elif head is not None and call.head != head:
                return None
            else:
                self._calls.rotate(-1)
                return call.parts.popleft()
        return None

    def fail(self, error: Exception) -> None:
        """Ends all without answers."""
        for call in [*self._calls, *(part.call for part in self._again)]:
            call.fail(error)
        self._calls.clear()
        self._again.clear()
