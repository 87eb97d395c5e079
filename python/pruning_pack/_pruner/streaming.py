"""Streams: many questions, some of them under way at a time, the answers in order."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Union

from pruning_pack._pruner.arguments import _is_list
from pruning_pack._pruner.calls import Call
from pruning_pack._pruner.errors import PrunerError
from pruning_pack._pruner.question import Question

# Bytes of text that are under way at most, unless one question alone has more.
BYTES = 1 << 22

# What `process` calls an argument, by the names that a record may have for it.
_NAMES = {
    "question": "question", "query": "question", "context": "context", "document": "context", "documents": "context",
    "title": "title",
}  # fmt: skip


class Entry:
    """A question of a stream, with what comes back beside the answer."""

    def __init__(self, number: int, item: Any, options: dict[str, Any]):
        self.number = number
        self.others: dict[str, Any] = {}
        self.call: Union[Call, None] = None
        self._error: Union[Exception, None] = None
        try:
            self._question = self._read(item, options)
            self.call = self._question.call()
        except (ValueError, PrunerError) as error:
            self._error = error

    def _read(self, item: Any, options: dict[str, Any]) -> Question:
        if isinstance(item, Mapping):
            arguments: dict[str, Any] = {}
            for name, value in item.items():
                if name not in _NAMES:
                    self.others[name] = value
                elif _NAMES[name] in arguments:
                    raise ValueError(f"item {self.number} has {_NAMES[name]} twice")
                elif name != "title" or value is not None:
                    arguments[_NAMES[name]] = value
            for name in ("question", "context"):
                if name not in arguments:
                    raise ValueError(f"item {self.number} has no {name}")
            return Question(**arguments, **options)
        if not _is_list(item) or len(item) != 2:
            raise ValueError(f"item {self.number} is neither (question, context) nor a mapping with these names")
        return Question(*item, **options)

    @property
    def size(self) -> int:
        """Bytes that are under way for it."""
        return 0 if self.call is None else self.call.size

    def result(self, records: bool) -> dict[str, Any]:
        """The answer once it is there, or the error: raised, or as a record."""
        try:
            if self._error is not None:
                raise self._error
            assert self.call is not None
            self.call.future.result()
            return {**self.others, **self._question.result(self.call)}
        except (ValueError, PrunerError) as error:
            if not records:
                raise
            code = getattr(error, "code", "invalid_request")
            return {**self.others, "error": {"code": code, "message": str(error), "line": self.number}}


class Window:
    """The questions that are under way."""

    def __init__(self, ask: Any, window: int, on_error: str, options: dict[str, Any]):
        if not hasattr(window, "__index__") or window < 1:
            raise ValueError(f"window is {window!r}, not a whole number from 1")
        if on_error not in ("stop", "record"):
            raise ValueError(f"on_error is {on_error!r}, not stop or record")
        Question("", [], **options)  # Wrong options are no item's fault.
        self._ask, self._limit, self._records, self._options = ask, window, on_error == "record", options
        self._entries: deque[Entry] = deque()
        self._number = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is under way."""
        return not self._entries

    @property
    def is_full(self) -> bool:
        """Whether the first has to be answered before another one is asked."""
        return len(self._entries) >= self._limit or sum(entry.size for entry in self._entries) >= BYTES

    @property
    def first(self) -> Entry:
        """The next whose answer is due."""
        return self._entries[0]

    def add(self, item: Any) -> None:
        """Asks."""
        self._number += 1
        entry = Entry(self._number, item, self._options)
        if entry.call is not None:
            self._ask(entry.call)
        self._entries.append(entry)

    def take(self) -> dict[str, Any]:
        """The first one's answer."""
        return self._entries.popleft().result(self._records)

    def leave(self) -> None:
        """Nobody waits for what is under way."""
        for entry in self._entries:
            if entry.call is not None:
                entry.call.future.cancel()


def run(items: Any, window: Window) -> Iterator[dict[str, Any]]:
    """The answers to the items of an iterable."""
    try:
        for item in items:
            window.add(item)
            while window.is_full:
                yield window.take()
        while not window.is_empty:
            yield window.take()
    finally:
        window.leave()


async def arun(items: Any, window: Window) -> AsyncIterator[dict[str, Any]]:
    """The answers to the items of an iterable, or of an asynchronous one."""
    import asyncio

    async def take() -> dict[str, Any]:
        call = window.first.call
        if call is not None:
            # Waited for alone; whether it failed, `take` says.
            await asyncio.wait([asyncio.wrap_future(call.future)])
        return window.take()

    try:
        if hasattr(items, "__aiter__"):
            async for item in items:
                window.add(item)
                while window.is_full:
                    yield await take()
        else:
            for item in items:
                window.add(item)
                while window.is_full:
                    yield await take()
        while not window.is_empty:
            yield await take()
    finally:
        window.leave()
