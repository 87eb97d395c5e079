"""The version. A wheel carries it as text; in a clone it stands once, in the Swift sources."""

import re
from pathlib import Path

_SOURCE = Path(__file__).resolve().parents[2] / "Sources/pruning-pack/Support/Version.swift"


def _read_version() -> str:
    found = re.search(r'^let toolVersion = "([^"]+)"$', _SOURCE.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise ImportError(f"{_SOURCE}: expected `let toolVersion = \"...\"`, found no such line")
    return found.group(1)


__version__: str = _read_version()
