"""Where a stream's items come from: an iterable, or an asynchronous one."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    import asyncio

# Seconds that an item may take to come; after one that took longer, what is answered does not wait for the next.
QUICK = 0.001

END = object()
"""There are no more items."""


class Reader:
    """The items of an iterable."""

    def __init__(self, items: Iterable[Any]):
        self._items = iter(items)
        self.is_slow = False
        """Whether the last item was waited for, and so may be the next."""
        self.error: Optional[Exception] = None
        """What the iterable raised."""

    def next(self) -> Any:
        """The next item, or `END`."""
        began = time.monotonic()
        try:
            return next(self._items)
        except StopIteration:
            return END
        except Exception as error:
            self.error = error
            return END
        finally:
            self.is_slow = time.monotonic() - began > QUICK


class AsyncReader:
    """The items of an iterable, asynchronous or not: read by one task, as timeouts in it require, and only on demand."""

    def __init__(self, items: Any):
        import asyncio

        self._items = (items if hasattr(items, "__aiter__") else _each(items)).__aiter__()
        self.is_slow = False
        """Whether the last item was waited for, and so may be the next."""
        self._wanted = asyncio.Event()
        self._next: Optional[asyncio.Future[Any]] = None
        self._task = asyncio.ensure_future(self._read())
        self.error: Optional[Exception] = None
        """What the iterable raised."""

    def next(self) -> asyncio.Future[Any]:
        """The next item, or `END`; the same future until `take` is called."""
        import asyncio

        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
            self._wanted.set()
        return self._next

    def take(self) -> Any:
        """The item that has come."""
        assert self._next is not None
        item, self._next = self._next.result(), None
        return item

    async def _read(self) -> None:
        item: Any = None
        while item is not END:
            await self._wanted.wait()
            self._wanted.clear()
            began = time.monotonic()
            try:
                item = await self._items.__anext__()
            except StopAsyncIteration:
                item = END
            except Exception as error:
                self.error, item = error, END
            except BaseException:
                # Cancelled, by whoever leaves the stream or by the iterable itself.
                if self._next is not None:
                    self._next.cancel()
                raise
            self.is_slow = time.monotonic() - began > QUICK
            if self._next is not None and not self._next.done():
                self._next.set_result(item)

    async def close(self) -> None:
        """Ends the task, and waits for its end."""
        import asyncio

        self._task.cancel()
        await asyncio.wait([self._task])


async def _each(items: Iterable[Any]) -> AsyncIterator[Any]:
    for item in items:
        yield item
