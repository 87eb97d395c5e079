"""Streams: many questions, some of them under way at a time, the answers in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Optional

from pruning_pack._pruner.arguments import _is_list
from pruning_pack._pruner.calls import Call
from pruning_pack._pruner.errors import PrunerError, QuestionTooLong
from pruning_pack._pruner.question import Question, check_names
from pruning_pack._pruner.reading import END, AsyncReader, Reader

if TYPE_CHECKING:
    import asyncio

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
        self.size = 0
        """Bytes that are under way for it."""
        self._call: Optional[Call] = None
        self._question: Optional[Question] = None
        self._error: Optional[Exception] = None
        self._notice: Optional[asyncio.Future[None]] = None
        try:
            self._question = self._read(item, options)
        except Exception as error:  # An item may be anything, and a splitter may do anything.
            self._error = error

    def _read(self, item: Any, options: dict[str, Any]) -> Question:
        arguments: dict[str, Any] = {}
        if isinstance(item, Mapping):
            # All of them: a record of what is wrong has what else the item has.
            self.others.update((name, value) for name, value in item.items() if name not in _NAMES)
            for name, value in item.items():
                if _NAMES.get(name) in arguments:
                    raise ValueError(f"item {self.number} has {_NAMES[name]} twice")
                if name in _NAMES and (name != "title" or value is not None):
                    arguments[_NAMES[name]] = value
            for name in ("question", "context"):
                if name not in arguments:
                    raise ValueError(f"item {self.number} has no {name}")
        elif _is_list(item) and len(item) == 2:
            arguments["question"], arguments["context"] = item
        else:
            raise ValueError(f"item {self.number} is neither (question, context) nor a mapping with these names")
        return Question(**{**options, **arguments})

    def ask(self, ask: Callable[[Call], None]) -> None:
        """Asks; in a process that was forked meanwhile, once more."""
        self._call = self._notice = None
        if self._question is None:
            return
        try:
            call = self._question.call()
            ask(call)
            self._call, self.size = call, call.size
        except Exception as error:
            self._question, self._error = None, error

    @property
    def is_answered(self) -> bool:
        """Whether `result` has not to wait."""
        return self._call is None or self._call.future.done()

    def notice(self) -> asyncio.Future[None]:
        """Done once it is answered."""
        import asyncio

        if self._notice is None:
            loop = asyncio.get_running_loop()
            notice = self._notice = loop.create_future()

            def give() -> None:
                if not notice.done():
                    notice.set_result(None)

            def tell(_: Any) -> None:
                try:
                    loop.call_soon_threadsafe(give)
                except RuntimeError:  # The loop is closed: nobody waits.
                    pass

            if self._call is None:
                notice.set_result(None)
            else:
                self._call.future.add_done_callback(tell)
        return self._notice

    def wait(self) -> None:
        """Waits until it is answered, or failed."""
        if self._call is not None:
            self._call.future.exception()

    def result(self, records: bool) -> dict[str, Any]:
        """The answer, or the error: raised, or as a record."""
        try:
            if self._error is not None:
                raise self._error
            assert self._call is not None and self._question is not None
            self._call.future.result()
            return {**self.others, **self._question.result(self._call)}
        except Exception as error:
            if not records:
                raise
            code = error.code if isinstance(error, (PrunerError, QuestionTooLong)) else "invalid_request"
            is_told = isinstance(error, (PrunerError, ValueError))
            message = str(error) if is_told else f"{type(error).__name__}: {error}"
            return {**self.others, "error": {"code": code, "message": message, "line": self.number}}

    def cancel(self) -> None:
        """Nobody waits for it any more."""
        if self._call is not None:
            self._call.future.cancel()


class Window:
    """The questions that are under way. It holds on to the Pruner, by what it asks with."""

    def __init__(self, method: str, ask: Callable[[Call], None], window: int, on_error: str, options: dict[str, Any]):
        if not hasattr(window, "__index__") or window < 1:
            raise ValueError(f"window is {window!r}, not a whole number from 1")
        if on_error not in ("stop", "record"):
            raise ValueError(f"on_error is {on_error!r}, not stop or record")
        check_names(method, options)
        Question("", [], **options)  # Wrong options are no item's fault.
        self._ask, self._limit, self._records, self._options = ask, window, on_error == "record", options
        self._entries: deque[Entry] = deque()
        self._size = 0
        self._number = 0
        self._process = os.getpid()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is under way."""
        return not self._entries

    @property
    def is_full(self) -> bool:
        """Whether the first has to be answered before another one is asked."""
        return len(self._entries) >= self._limit or self._size >= BYTES

    @property
    def is_answered(self) -> bool:
        """Whether there is a first, and its answer."""
        return bool(self._entries) and self.first.is_answered

    @property
    def first(self) -> Entry:
        """The next whose answer is due."""
        self._ask_again()
        return self._entries[0]

    def _ask_again(self) -> None:
        """After a fork, what is under way is so in the parent, and the locks of its futures may be held for ever."""
        if self._process != os.getpid():
            self._process = os.getpid()
            for entry in self._entries:
                entry.ask(self._ask)

    def add(self, item: Any) -> None:
        """Asks."""
        self._ask_again()
        self._number += 1
        entry = Entry(self._number, item, self._options)
        entry.ask(self._ask)
        self._entries.append(entry)
        self._size += entry.size

    def take(self) -> dict[str, Any]:
        """The first one's answer."""
        entry = self.first
        entry.wait()  # Interrupted, it stays, for `leave` to end.
        self._entries.popleft()
        self._size -= entry.size
        return entry.result(self._records)

    def leave(self) -> None:
        """Nobody waits for what is under way."""
        if self._process == os.getpid():
            for entry in self._entries:
                entry.cancel()


def run(items: Any, window: Window) -> Iterator[dict[str, Any]]:
    """The answers to the items of an iterable."""
    ended = False
    try:
        reader = Reader(items)
        while not (ended and window.is_empty):
            if ended or window.is_full or (reader.is_slow and window.is_answered):
                yield window.take()
                continue
            item = reader.next()
            ended = item is END
            if not ended:
                window.add(item)
        if reader.error is not None:
            raise reader.error
    finally:
        window.leave()


async def arun(items: Any, window: Window) -> AsyncIterator[dict[str, Any]]:
    """The answers to the items of an iterable, or of an asynchronous one."""
    import asyncio

    ended = False
    reader = AsyncReader(items)
    try:
        while not (ended and window.is_empty):
            if not ended and not window.is_full:
                reading = reader.next()
                if not reading.done() and not (reader.is_slow and window.is_answered):
                    awaited = [reading] if window.is_empty else [reading, window.first.notice()]
                    await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
                if reading.done():
                    item = reader.take()
                    ended = item is END
                    if not ended:
                        window.add(item)
                    continue
            if not window.is_answered:
                await asyncio.wait([window.first.notice()])
            yield window.take()
        if reader.error is not None:
            raise reader.error
    finally:
        window.leave()
        await reader.close()
