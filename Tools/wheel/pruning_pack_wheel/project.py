"""What the repository says of itself: its root, and the version, which stands once, in the Swift sources."""

from __future__ import annotations

import re
from pathlib import Path

from .errors import WheelError

ROOT = Path(__file__).resolve().parents[3]
NAME = "pruning-pack"
MODULE = "pruning_pack"
PACKAGE = ROOT / "python" / MODULE
LICENCES = ROOT / "Tools/wheel/licences"

_VERSION_FILE = ROOT / "Sources/pruning-pack/Support/Version.swift"


def version() -> str:
    return _constant("toolVersion")


def repository() -> str:
    """The address of the repository on GitHub."""
    return f"https://github.com/{_constant('toolRepository')}"


def _constant(name: str) -> str:
    text = _VERSION_FILE.read_text(encoding="utf-8")
    found = re.search(rf'^let {name} = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise WheelError(_VERSION_FILE, f'a line `let {name} = "..."`', "none")
    return found.group(1)
