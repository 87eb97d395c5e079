"""Asks a Pruner for rows: many at a time, each row's own fault in its place, and again where the process was at fault."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Callable, NamedTuple, Optional, Union

from pruning_pack._pruner.calls import Call
from pruning_pack._pruner.errors import PrunerError
from pruning_pack._pruner.pruner import Pruner
from pruning_pack._pruner.question import Question
from pruning_pack._pruner.scoring import pairs_call
from pruning_pack._scale.settings import SCORE, Settings

# Rows that are asked together, and characters of them; how many such groups, and characters, are under way.
GROUP = (64, 1 << 19)
_AHEAD = (4, 1 << 22)
# A process that ends, or does not answer, is not at once the fault of the row that it was asked.
_TRIES = 3
_PROCESS_FAULTS = ("died", "timeout", "nonsense")
_ROW_FAULTS = ("too_large", "refused", *_PROCESS_FAULTS)


class Fault(NamedTuple):
    """Why a row has no answer."""

    code: str
    message: str


class Answer(NamedTuple):
    """What a row has: nothing at all where its query or passage is null."""

    text: Optional[str] = None
    score: Optional[float] = None
    spans: Optional[list[dict[str, Any]]] = None
    error: Optional[Fault] = None


Row = Sequence[Union[None, str, Fault]]


class Group:
    """Rows that are asked together."""

    def __init__(self, pruner: Pruner, settings: Settings, rows: Sequence[Row]):
        self.size = sum(len(text) for row in rows for text in row if isinstance(text, str))
        self._pruner, self._settings, self._rows = pruner, settings, rows
        self._answers = [_without_asking(row) for row in rows]
        self._asked = [place for place, answer in enumerate(self._answers) if answer is None]
        self._error: Optional[Exception] = None
        self._question: Any = None
        self._call: Optional[Call] = None
        try:
            self._ask(self._asked)
        except (ValueError, PrunerError) as error:
            self._error = error

    def _ask(self, places: Sequence[int]) -> None:
        if not places:
            return
        rows = [self._rows[place] for place in places]
        queries: list[Any] = [row[0] for row in rows]
        documents: list[Any] = [row[1] for row in rows]
        if self._settings.method == SCORE:
            self._call, _ = pairs_call(list(zip(queries, documents)), self._settings.batch_size)
        else:
            title = [row[2] for row in rows] if self._settings.title is not None else "first_sentence"
            self._question = Question(
                queries, documents, title, return_spans=True, batch_size=self._settings.batch_size, **self._settings.options
            )
            self._call = self._question.call()
        self._pruner._service.ask(self._call)

    def _take(self, places: Sequence[int]) -> None:
        if not places or self._call is None:
            return
        answers = self._call.future.result()
        if self._settings.method == SCORE:
            for place, score in zip(places, answers):
                self._answers[place] = Answer(score=None if score is None else float(score))
            return
        result = self._question.result(self._call)
        for place, *values in zip(places, result["pruned_context"], result["reranking_score"], result["spans"]):
            self._answers[place] = Answer(*values)

    def answers(self) -> list[Answer]:
        """The rows' answers; waits for them.

        Raises:
            PrunerError: No row is at fault: the package cannot be opened, has changed, or the process cannot work.
        """
        try:
            if self._error is not None:
                raise self._error
            self._take(self._asked)
        except (ValueError, PrunerError) as error:
            if not _is_fault_of_a_row(error):
                raise
            for place in self._asked:
                self._answer_alone(place)
        return [answer or Answer() for answer in self._answers]

    def _answer_alone(self, place: int) -> None:
        for left in reversed(range(_TRIES)):
            try:
                self._ask([place])
                self._take([place])
                return
            except (ValueError, PrunerError) as error:
                if not _is_fault_of_a_row(error):
                    raise
                if left and isinstance(error, PrunerError) and error.code in _PROCESS_FAULTS:
                    continue
                # If nothing at all is answered, the row is not at fault: this raises.
                self._pruner._answer(Call("describe", {}, []))
                fault = Fault(getattr(error, "code", "invalid_text"), str(error))
                self._answers[place] = Answer(error=fault)
                return

    def leave(self) -> None:
        """Nobody waits for the answers."""
        if self._call is not None:
            self._call.future.cancel()


def _without_asking(row: Row) -> Optional[Answer]:
    """The answer of a row that need not be asked; None for one that has to be."""
    for text in row:
        if isinstance(text, Fault):
            return Answer(error=text)
    return Answer() if row[0] is None or row[1] is None else None


def _is_fault_of_a_row(error: Exception) -> bool:
    return isinstance(error, ValueError) or (isinstance(error, PrunerError) and error.code in _ROW_FAULTS)


def divided(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """The groups of rows that are asked together: first and end. They depend on the rows alone."""
    start, size = 0, 0
    for place, row in enumerate(rows):
        size += sum(len(text) for text in row if isinstance(text, str))
        if place + 1 - start == GROUP[0] or size >= GROUP[1]:
            yield start, place + 1
            start, size = place + 1, 0
    if start < len(rows):
        yield start, len(rows)


def answered(
    pruner: Pruner,
    settings: Settings,
    batches: Iterable[tuple[Any, Sequence[Row]]],
    check: Callable[[], None] = lambda: None,
) -> Iterator[tuple[Any, int, list[Answer]]]:
    """The answers to batches of rows, in order: what the batch came with, the place of the first row in it, the answers.

    Args:
        pruner: Who is asked.
        settings: What is asked.
        batches: What comes with a batch, and its rows.
        check: Asked before answers are given out; it raises where they are worth nothing.

    Raises:
        PrunerError: No row is at fault, or one is and the settings say to stop.
    """
    waiting: deque[tuple[Any, int, int, Group]] = deque()
    number = 0

    def first() -> tuple[Any, int, list[Answer]]:
        beside, start, before, group = waiting.popleft()
        answers = group.answers()
        check()
        if settings.on_error == "stop":
            for place, answer in enumerate(answers, before + 1):
                if answer.error is not None:
                    raise PrunerError(answer.error.code, f"row {place}: {answer.error.message}", exit_code=1)
        return beside, start, answers

    try:
        for beside, rows in batches:
            for start, end in divided(rows):
                while len(waiting) >= _AHEAD[0] or sum(each[3].size for each in waiting) >= _AHEAD[1]:
                    yield first()
                waiting.append((beside, start, number + start, Group(pruner, settings, rows[start:end])))
            number += len(rows)
        while waiting:
            yield first()
    finally:
        for *_, group in waiting:
            group.leave()
