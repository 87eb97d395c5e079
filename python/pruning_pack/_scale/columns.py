"""Columns of Arrow: texts out of them, and answers into typed ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Union

import pyarrow

from pruning_pack._scale.answers import Answer, Fault
from pruning_pack._scale.settings import Settings, check_columns

_SPAN = pyarrow.struct(
    [("start", pyarrow.int32()), ("end", pyarrow.int32()), ("probability", pyarrow.float64())]
)
TYPES = {
    "text": pyarrow.string(),
    # The command computes scores in float32: as such they are exact.
    "score": pyarrow.float32(),
    "spans": pyarrow.list_(_SPAN),
    "error": pyarrow.struct([("code", pyarrow.string()), ("message", pyarrow.string())]),
}


def fields(settings: Settings) -> list[pyarrow.Field]:
    """The columns that are added."""
    return [pyarrow.field(name, TYPES[part]) for part, name in settings.outputs.items()]


def check_schema(settings: Settings, schema: pyarrow.Schema) -> Settings:
    """The settings, if a schema is one for them; else ValueError, with names."""
    twice = sorted({name for name in schema.names if schema.names.count(name) > 1})
    if twice:
        raise ValueError(f"there are two columns {twice[0]!r}")
    columns = {field.name: _is_text(field.type) for field in schema}
    return check_columns(settings, columns, {field.name: str(field.type) for field in schema})


def _is_text(kind: pyarrow.DataType) -> bool:
    if pyarrow.types.is_dictionary(kind):
        kind = kind.value_type
    is_view = getattr(pyarrow.types, "is_string_view", lambda kind: False)
    return bool(pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind) or is_view(kind))


def texts(array: Union[pyarrow.Array, pyarrow.ChunkedArray], name: str) -> list[Any]:
    """The texts of a column, None for null, a Fault for what is no text."""
    try:
        return list(array.to_pylist())
    except UnicodeDecodeError:
        pass
    # Spark's texts are bytes that nobody has checked.
    if pyarrow.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    is_large = pyarrow.types.is_large_string(array.type)
    return [_decoded(value, name) for value in array.cast(pyarrow.large_binary() if is_large else pyarrow.binary()).to_pylist()]


def _decoded(value: Any, name: str) -> Any:
    if value is None:
        return None
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        return Fault("invalid_text", f"the column {name} is not UTF-8 at byte {error.start}")


def rows(settings: Settings, batch: Any) -> list[tuple[Any, ...]]:
    """The query, the passage and, where there is one, the title of each row of a batch or a table."""
    return list(zip(*(texts(batch.column(batch.schema.get_field_index(name)), name) for name in settings.inputs)))


def arrays(settings: Settings, answers: Sequence[Answer]) -> list[pyarrow.Array]:
    """The answers as the columns that are added."""
    values: dict[str, list[Any]] = {
        "text": [answer.text for answer in answers],
        "score": [answer.score for answer in answers],
        "spans": [answer.spans for answer in answers],
        "error": [None if answer.error is None else answer.error._asdict() for answer in answers],
    }
    return [pyarrow.array(values[part], TYPES[part]) for part in settings.outputs]
