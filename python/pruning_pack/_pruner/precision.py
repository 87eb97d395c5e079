"""What products are computed in."""

from __future__ import annotations

from typing import Any


def checked_precision(precision: Any) -> str:
    """`float32` or `int8`; ValueError for what there is not."""
    if precision not in ("float32", "int8"):
        raise ValueError(f"precision is {precision!r}, not float32 or int8")
    return str(precision)
