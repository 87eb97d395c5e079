"""`Pruner.map`: batches of datasets, as mappings of lists or as tables of Arrow."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from pruning_pack._scale.answers import answered
from pruning_pack._scale.settings import Settings, check_columns


def mapped(pruner: Any, batch: Any, settings: Settings) -> Any:
    """The columns that are added to a mapping; or a table with them.

    Raises:
        ValueError: The columns are not as they have to be.
        PrunerError: There is no answer.
    """
    arrow = sys.modules.get("pyarrow")
    if arrow is not None and isinstance(batch, arrow.Table):
        return _table(pruner, batch, settings)
    if not isinstance(batch, Mapping):
        raise ValueError(f"batch is {type(batch).__name__}, not a mapping of lists or a table of Arrow")
    if settings.on_error != "stop":
        raise ValueError("on_error='record' adds a typed column: use it on dataset.with_format('arrow')")
    values = {name: batch[name] for name in batch}
    single = next((name for name in settings.inputs if isinstance(values.get(name), str)), None)
    if single is not None:
        raise ValueError(f"the column {single!r} is one text: pass batched=True to Dataset.map")
    wrong = {name: _other_type(values[name]) for name in settings.inputs if name in values}
    types = {name: kind for name, kind in wrong.items() if kind}
    settings = check_columns(settings, {name: name not in types for name in values}, types)
    rows = list(zip(*(values[name] for name in settings.inputs)))
    answers = [answer for _, _, part in answered(pruner, settings, [(None, rows)]) for answer in part]
    return {
        settings.outputs["text"]: [answer.text for answer in answers],
        settings.outputs["score"]: [answer.score for answer in answers],
    }


def _other_type(values: Any) -> str:
    """What a value is that is neither a text nor None; empty where there is none."""
    return next((type(value).__name__ for value in values if value is not None and not isinstance(value, str)), "")


def _table(pruner: Any, table: Any, settings: Settings) -> Any:
    from pruning_pack._scale import columns

    settings = columns.check_schema(settings, table.schema)
    rows = columns.rows(settings, table)
    answers = [answer for _, _, part in answered(pruner, settings, [(None, rows)]) for answer in part]
    for field, array in zip(columns.fields(settings), columns.arrays(settings, answers)):
        table = table.append_column(field, array)
    return table
