"""What is asked of rows: which columns, how to prune, what to do with a row that has no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Optional, Union

from pruning_pack._pruner.arguments import check_limit, check_texts
from pruning_pack._pruner.precision import checked_precision
from pruning_pack._pruner.question import checked_threshold

PRUNE, SCORE = "prune", "score"


@dataclass(frozen=True)
class Settings:
    """How rows are pruned or scored; every value is checked, and is one that JSON has."""

    method: str
    """`prune` or `score`."""
    query: str
    """The column of the query."""
    document: str
    """The column of the passage."""
    title: Optional[str]
    """The column of the title; None for the passage's first sentence."""
    output: str
    """The column of the result; the others have names that begin with it."""
    on_error: str
    """`record` for an error in the row, `stop` to end at it."""
    batch_size: int
    precision: str
    """What products are computed in: `float32` or `int8`."""
    options: dict[str, Any]
    """Arguments of `process`."""

    @property
    def inputs(self) -> list[str]:
        """The columns that are read."""
        return [self.query, self.document, *([] if self.title is None else [self.title])]

    @property
    def outputs(self) -> dict[str, str]:
        """The columns that are added: what each one has, and its name."""
        if self.method == SCORE:
            return {"score": self.output, "error": f"{self.output}_error"}
        return {"text": self.output, **{part: f"{self.output}_{part}" for part in ("score", "spans", "error")}}

    def as_json(self) -> dict[str, Any]:
        """All of it, for the note in a file of what made it."""
        return asdict(self)


def prune_settings(
    *,
    query: str,
    document: str,
    title: Optional[str],
    output: str,
    on_error: str,
    batch_size: int,
    precision: str = "float32",
    threshold: Optional[float],
    budget: Optional[int],
    rate: Optional[float],
    keep: Union[None, str, Sequence[str]],
    always_select_title: bool,
    strip_sentences: bool,
    byte_offsets: bool,
) -> Settings:
    """The settings of pruning; ValueError where an argument is wrong."""
    budget, rate = check_limit(threshold, budget, rate)
    options = {
        "threshold": checked_threshold(threshold),
        "budget": budget,
        "rate": rate,
        "keep": list(check_texts(keep)),
        "always_select_title": bool(always_select_title),
        "strip_sentences": bool(strip_sentences),
        "byte_offsets": bool(byte_offsets),
    }
    return _checked(PRUNE, query, document, title, output, on_error, batch_size, precision, options)


def score_settings(
    *, query: str, document: str, output: str, on_error: str, batch_size: int, precision: str
) -> Settings:
    """The settings of scoring; ValueError where an argument is wrong."""
    return _checked(SCORE, query, document, None, output, on_error, batch_size, precision, {})


def _checked(
    method: str,
    query: str,
    document: str,
    title: Optional[str],
    output: str,
    on_error: str,
    batch_size: int,
    precision: str,
    options: dict[str, Any],
) -> Settings:
    for name, value in (("query", query), ("document", document), ("output", output)):
        if not isinstance(value, str) or not value:
            raise ValueError(f"{name} is {value!r}, not the name of a column")
    if title is not None and (not isinstance(title, str) or not title):
        raise ValueError(f"title is {title!r}, not the name of a column")
    if on_error not in ("record", "stop"):
        raise ValueError(f"on_error is {on_error!r}, not record or stop")
    if not hasattr(batch_size, "__index__") or int(batch_size) < 1:
        raise ValueError(f"batch_size is {batch_size!r}, not a whole number from 1")
    return Settings(method, query, document, title, output, on_error, int(batch_size), checked_precision(precision), options)


def check_columns(settings: Settings, columns: dict[str, bool], types: dict[str, str], case_sensitive: bool = True) -> Settings:
    """The settings with the columns' own names; ValueError with the names where the columns are not as they have to be.

    Args:
        settings: What is asked.
        columns: The columns: whether each one is text.
        types: What each one is, for the message.
        case_sensitive: Whether `Text` and `text` are two columns.
    """

    def key(name: str) -> str:
        return name if case_sensitive else name.lower()

    known: dict[str, list[str]] = {}
    for name in columns:
        known.setdefault(key(name), []).append(name)
    listed = ", ".join(columns) or "none"
    found = {}
    for role in ("query", "document", "title"):
        name = getattr(settings, role)
        if name is None:
            continue
        own = [name] if name in columns else known.get(key(name), [])
        if not own:
            raise ValueError(f"there is no column {name!r} for the {role}; the columns are: {listed}")
        if len(own) > 1:
            raise ValueError(f"{name!r} for the {role} may be each of the columns {', '.join(own)}")
        if not columns[own[0]]:
            raise ValueError(f"the column {own[0]!r} for the {role} is {types[own[0]]}, not text")
        found[role] = own[0]
    taken = [name for name in settings.outputs.values() if key(name) in known]
    if taken:
        raise ValueError(
            f"there is a column {known[key(taken[0])][0]!r} already; give the results another name with `output`"
        )
    return Settings(**{**settings.__dict__, **found})
