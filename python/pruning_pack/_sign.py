"""`sign` and `diff`: the commands of these names."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Union

from pruning_pack._command import PathLike, option, positional, run


def sign(
    path: PathLike,
    key: PathLike,
    *,
    certificates: Sequence[PathLike] = (),
    output: Optional[PathLike] = None,
    passphrase: Optional[str] = None,
    threads: Optional[int] = None,
) -> Path:
    """Signs a package: OpenSSF Model Signing 1.0, which PyPI's model-signing verifies; returns where the signature is.

    Sign last: any later change of a file ends the signature.

    Args:
        path: The package's directory.
        key: The private key, PEM, on the curve P-256, P-384 or P-521.
        certificates: The key's certificate, then those between it and an authority.
        output: Where the signature goes; by default `model.sig` in the package.
        passphrase: Opens an encrypted key; by default the variable PRUNING_PACK_KEY_PASSPHRASE does.
        threads: How many threads to use; by default all.

    Raises:
        PruningPackError: The key cannot be used, or the package has what a signature cannot cover.
    """
    more = {"PRUNING_PACK_KEY_PASSPHRASE": passphrase} if passphrase is not None else {}
    run(
        "sign", positional(path), *option("key", key), *option("certificate", *certificates), *option("output", output),
        *option("threads", threads), environment=more,
    )  # fmt: skip
    return Path(os.fspath(output)) if output is not None else Path(path) / "model.sig"


@dataclass(frozen=True)
class DiffEntry:
    """One thing in which two packages differ."""

    subject: str
    """What differs: `config.json, $.max_length`."""
    change: str
    """`changed`, `new` or `gone`."""
    old: Optional[str]
    """As it was."""
    new: Optional[str]
    """As it is."""
    visible: bool
    """Whether a user of the package sees the difference."""
    measures: dict[str, Optional[float]]
    """By how much it differs: `largest_difference` of a tensor, `difference` of a score; None where that is not finite."""


@dataclass(frozen=True)
class DiffSection:
    """The differences of one kind."""

    name: str
    """`settings`, `tokenizer`, `tensors`, `code`, `card`, `license`, `outputs` or `files`."""
    summary: str
    """What was compared, and what it came to."""
    entries: Sequence[DiffEntry]
    """The differences."""


@dataclass(frozen=True)
class PackageDiff:
    """What a release changes."""

    verdict: str
    """`equal` (for users) or `different`."""
    sections: Sequence[DiffSection]
    """All sections."""
    json: dict[str, Any]
    """What the command printed."""

    @property
    def is_equal(self) -> bool:
        """Whether users see no difference."""
        return self.verdict == "equal"

    def __getitem__(self, name: str) -> DiffSection:
        """The section of a name.

        Raises:
            KeyError: There is no such section.
        """
        for section in self.sections:
            if section.name == name:
                return section
        raise KeyError(name)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> PackageDiff:
        """The comparison that the command printed."""
        named = ("subject", "change", "old", "new", "visible")

        def entry(one: dict[str, Any]) -> DiffEntry:
            measures = {name: number for name, number in one.items() if name not in named}
            return DiffEntry(**{name: one[name] for name in named}, measures=measures)

        sections = [
            DiffSection(one["name"], one["summary"], [entry(item) for item in one["entries"]]) for one in value["sections"]
        ]
        return cls(value["verdict"], sections, value)


def diff(old: Union[PathLike, str], new: Union[PathLike, str], *, threads: Optional[int] = None) -> PackageDiff:
    """Says what a new release of a package changes for its users: directories, or hf://OWNER/NAME@REVISION.

    Raises:
        PruningPackError: One of them cannot be read or run.
    """
    ran = run("diff", positional(old), positional(new), "--format=json", *option("threads", threads), accepted=(0, 1))
    return PackageDiff.from_json(json.loads(ran.output))
