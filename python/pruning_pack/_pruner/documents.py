"""What the adapters of frameworks share: documents of theirs in, the pruned ones out, best first."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Optional, Union

from pruning_pack._pruner.precision import checked_precision
from pruning_pack._pruner.pruner import Pruner


# What an adapter says itself, or that would give documents the texts of others.
_TAKEN = ("question", "context", "title", "reorder", "top_k")


def check_options(options: Optional[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Other arguments of `process`; ValueError where one is the adapter's."""
    for name in _TAKEN:
        if options and name in options:
            raise ValueError(f"options has {name}, which is no option here")
    return options or {}


class Pruned(NamedTuple):
    """A document of which something is kept."""

    place: int
    """Where it was in the list."""
    text: str
    """What is kept."""
    score: Optional[float]
    """Its score; None in mode pruning_only."""
    compression_rate: float
    """How much of it is gone, in percent."""


class Documents:
    """A Pruner, opened when it is needed, and how it is to prune documents."""

    def __init__(
        self,
        pruner: Union[str, os.PathLike[str], Pruner],
        *,
        threads: Optional[int] = None,
        timeout: Optional[float] = None,
        precision: str = "float32",
    ):
        self._given = pruner
        self._settings = {"threads": threads, "timeout": timeout, "precision": checked_precision(precision)}
        self._pruner = pruner if isinstance(pruner, Pruner) else None
        self.forget()

    def forget(self) -> None:
        """Nobody is opening it: so it is at first, in a copy, and after a fork."""
        self._opening = threading.Lock()
        _known.add(self)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_opening"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.forget()

    @property
    def path(self) -> str:
        """The package, as it was named."""
        return self._given.path if isinstance(self._given, Pruner) else os.fspath(self._given)

    def open(self) -> Pruner:
        """The Pruner; opened by the first who asks for it."""
        if self._pruner is None:
            with self._opening:
                if self._pruner is None:
                    assert not isinstance(self._given, Pruner)
                    self._pruner = Pruner(self._given, **self._settings)  # type: ignore[arg-type]
        return self._pruner

    def prune(self, query: str, texts: Sequence[str], titles: Sequence[Any], **how: Any) -> list[Pruned]:
        """The documents of which something is kept, best first."""
        arguments, top, keeps_empty = _arguments(query, texts, titles, **how)
        return _chosen(self.open().process(**arguments), top, keeps_empty) if texts else []

    async def aprune(self, query: str, texts: Sequence[str], titles: Sequence[Any], **how: Any) -> list[Pruned]:
        """The same for asyncio."""
        arguments, top, keeps_empty = _arguments(query, texts, titles, **how)
        if not texts:
            return []
        if self._pruner is None:
            import asyncio

            await asyncio.get_running_loop().run_in_executor(None, self.open)
        return _chosen(await self.open().aprocess(**arguments), top, keeps_empty)


_known: weakref.WeakSet[Documents] = weakref.WeakSet()


def _after_fork() -> None:
    for documents in list(_known):
        documents.forget()


os.register_at_fork(after_in_child=_after_fork)


def _arguments(
    query: str,
    texts: Sequence[str],
    titles: Sequence[Any],
    *,
    top: Optional[int],
    keeps_empty: bool,
    threshold: Optional[float],
    options: Optional[Mapping[str, Any]],
) -> tuple[dict[str, Any], Optional[int], bool]:
    """Of `process`. Where no document has a title, each one's first sentence is it."""
    arguments: dict[str, Any] = {**check_options(options), "question": query, "context": list(texts)}
    if threshold is not None:
        arguments["threshold"] = threshold
    if any(title is not None for title in titles):
        arguments["title"] = list(titles)
    return arguments, top, keeps_empty


def _chosen(result: Mapping[str, Any], top: Optional[int], keeps_empty: bool) -> list[Pruned]:
    rows = zip(result["pruned_context"], result["reranking_score"], result["compression_rate"])
    pruned = [Pruned(place, *row) for place, row in enumerate(rows)]
    pruned.sort(key=lambda one: (not one.text.strip(), -(one.score or 0.0)))
    return [one for one in pruned if keeps_empty or one.text.strip()][:top]
