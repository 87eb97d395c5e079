"""The command's answers as Python objects: verify, record, export, inspect, rules, explain."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Union

from pruning_pack._command import PathLike, Ran, listed, option, positional, run
from pruning_pack._errors import PruningPackError
from pruning_pack._report import Report


def verify(
    path: PathLike,
    *,
    strict: bool = False,
    ignore: Union[None, str, Sequence[str]] = None,
    severity: Optional[Mapping[str, str]] = None,
    config: Optional[PathLike] = None,
    allow_pickle: bool = False,
    python: Optional[PathLike] = None,
    public_key: Optional[PathLike] = None,
    trusted_certificate: Union[None, str, Sequence[str]] = None,
    threads: Optional[int] = None,
) -> Report:
    """Checks a package, and says what is wrong with it; `report.raise_for_errors()` raises where there are errors.

    Args:
        path: The package's directory.
        strict: Whether warnings count as errors.
        ignore: Rules to leave out, by id or name.
        severity: Other severities for rules: `{"LAY002": "error"}`.
        config: Settings to use instead of .pruning-pack.yml in the working directory.
        allow_pickle: Whether a pickle is accepted whose imports are all known to be harmless.
        python: An interpreter whose transformers loads and runs the package as well.
        public_key: Require a signature with the private half of this key.
        trusted_certificate: Require a signature whose signer one of these certificates vouches for.
        threads: How many threads to use; by default all.

    Raises:
        PruningPackError: The package could not be read, or an argument is wrong.
    """
    graded = [f"{rule}={level}" for rule, level in (severity or {}).items()]
    ran = run(
        "verify", positional(path), "--format=json", *(["--strict"] if strict else []),
        *(["--allow-pickle"] if allow_pickle else []), *option("ignore", *listed(ignore)), *option("severity", *graded),
        *option("config", config), *option("python", python), *option("public-key", public_key),
        *option("trusted-certificate", *listed(trusted_certificate)), *option("threads", threads), accepted=(0, 1),
    )  # fmt: skip
    return parse_report(ran)


def parse_report(ran: Ran) -> Report:
    """The report that a run printed."""
    for value in ran.json_lines():
        if value.get("verdict") != "not_verified":
            return Report.from_json(value)
    raise ran.failure()


@dataclass(frozen=True)
class Recording:
    """What reference_outputs.json of a package holds, without its numbers."""

    origin: str
    """`memory`, `source` or `package`: what the outputs were computed from."""
    versions: dict[str, str]
    """Versions of python, torch, transformers and tokenizers."""
    cases: int
    """How many pairs."""

    @classmethod
    def read(cls, package: PathLike) -> Recording:
        """Reads the recording of a package."""
        file = Path(package) / "reference_outputs.json"
        try:
            value = json.loads(file.read_text(encoding="utf-8"))
            return cls(value.get("origin", "package"), dict(value["versions"]), len(value["cases"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise PruningPackError(f"{file} cannot be read: {error}") from error


def record(
    path: PathLike,
    *,
    python: Optional[PathLike] = None,
    pairs: Optional[Iterable[tuple[str, str]]] = None,
    threads: Optional[int] = None,
) -> Recording:
    """Records in a package what transformers computes for it.

    What `save` records from the model in memory proves more: this shows that the package computes the same
    everywhere, and not that it computes what the trained model did.

    Args:
        path: The package's directory.
        python: An interpreter with torch and transformers; by default this one.
        pairs: Queries with passages to record instead of the built-in ones; they are published with the package.
        threads: How many threads to use; by default all.

    Raises:
        PruningPackError: The package's code must not be run, does not run, or gives other numbers than the command.
    """
    arguments = [*option("python", python or sys.executable), *option("threads", threads)]
    with tempfile.TemporaryDirectory(prefix="pruning-pack-") as scratch:
        if pairs is not None:
            file = Path(scratch) / "pairs.jsonl"
            lines = [json.dumps({"query": query, "document": document}) + "\n" for query, document in pairs]
            file.write_text("".join(lines), encoding="utf-8")
            arguments += option("input", file)
        run("record", positional(path), *arguments)
    return Recording.read(path)


def export(path: PathLike, output: PathLike, *, format: str = "transformers", precision: str = "float32") -> Path:
    """Writes a package for other runtimes; returns where it is.

    Args:
        path: The package's directory.
        output: A directory that does not exist yet.
        format: "transformers" writes the ranking model alone, without the pruning head; "onnx" all of it as one graph.
        precision: "float32" or, with "onnx", "int8".

    Raises:
        PruningPackError: There is no ranking model to be written alone, or the output exists.
    """
    arguments = [*option("output", output), *option("format", format), *option("precision", precision)]
    run("export", positional(path), *arguments, "--quiet")
    return Path(os.fspath(output))


def inspect(path: PathLike) -> dict[str, Any]:
    """What a package, a directory in another layout, or a file of weights is made of: `inspect --format json`.

    Raises:
        PruningPackError: It is none of these, or cannot be read.
    """
    value: dict[str, Any] = json.loads(run("inspect", positional(path), "--format=json").output)
    return value


@dataclass(frozen=True)
class Rule:
    """A rule of the gate."""

    id: str
    """`CFG006`"""
    name: str
    """`companions-disagree`"""
    severity: str
    """`error`, `warning` or `suggestion`"""
    grading: Optional[str]
    """Which of its findings have another severity."""
    title: str
    """What is checked, in one line."""
    why: str
    """What goes wrong for the users of a package that breaks it."""
    fix: str
    """What to do about a finding."""


def rules() -> list[Rule]:
    """All rules of the gate, in the order in which their findings are reported."""
    names = Rule.__dataclass_fields__
    return [
        Rule(**{name: value.get(name) for name in names})
        for value in json.loads(run("rules", "--format=json").output)
    ]


def explain(rule: str) -> Rule:
    """The rule of an id or a name.

    Raises:
        PruningPackError: There is no such rule.
    """
    run("explain", positional(rule))  # It says which rule may have been meant.
    wanted = rule.strip().upper()
    return next(known for known in rules() if known.id == wanted or known.name == rule.strip())
