"""The report of `verify`, as types. Written by Tools/generate/report_types.py from docs/report.schema.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Optional, Union

from pruning_pack._report_methods import ReportMethods


@dataclass(frozen=True)
class Counts:
    """Number of findings by severity; a rule that could not run counts as a warning."""

    error: int
    warning: int
    suggestion: int

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Counts:
        """The counts of a parsed JSON object."""
        return cls(
            error=value["error"],
            warning=value["warning"],
            suggestion=value["suggestion"],
        )


@dataclass(frozen=True)
class Excerpt:
    """The line that is meant, cut to 72 columns."""

    text: str
    caret: int
    """Columns of a terminal before the place that is meant."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Excerpt:
        """The excerpt of a parsed JSON object."""
        return cls(
            text=value["text"],
            caret=value["caret"],
        )


@dataclass(frozen=True)
class Finding:
    """What a rule found."""

    rule: str
    name: Optional[str]
    """The rule's name, `companions-disagree`."""
    severity: Literal["error", "warning", "suggestion"]
    file: str
    """Relative to the package."""
    json_path: Optional[str]
    byte_offset: Optional[int]
    """Of an absent key: where the nearest value around it begins."""
    line: Optional[int]
    """Of text files, where known."""
    column: Optional[int]
    """In Unicode scalars."""
    tensor: Optional[str]
    problem: str
    expected: Optional[str]
    found: Optional[str]
    fix: Optional[str]
    fixable: bool
    """Whether `verify --fix` settles findings of this rule."""
    caused_by: Optional[str]
    """The rule whose finding this one follows from."""
    excerpt: Optional[Excerpt]
    """Null where the place is not known, or where the line has a secret."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Finding:
        """The finding of a parsed JSON object."""
        return cls(
            rule=value["rule"],
            name=value["name"],
            severity=value["severity"],
            file=value["file"],
            json_path=value["json_path"],
            byte_offset=value["byte_offset"],
            line=value["line"],
            column=value["column"],
            tensor=value["tensor"],
            problem=value["problem"],
            expected=value["expected"],
            found=value["found"],
            fix=value["fix"],
            fixable=value["fixable"],
            caused_by=None if value["caused_by"] is None else value["caused_by"],
            excerpt=None if value["excerpt"] is None else Excerpt.from_json(value["excerpt"]),
        )


@dataclass(frozen=True)
class RuleOutcome:
    """What became of a rule."""

    rule: str
    name: Optional[str]
    title: Optional[str]
    status: Literal["passed", "failed", "not_applicable", "prerequisite_failed", "means_missing", "ignored"]
    """not_applicable: the package has nothing that it is about; prerequisite_failed: what it builds on is broken; means_missing: it needs something that is not there; ignored: left out on request."""
    reason: Optional[str]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> RuleOutcome:
        """The rule outcome of a parsed JSON object."""
        return cls(
            rule=value["rule"],
            name=value["name"],
            title=value["title"],
            status=value["status"],
            reason=value["reason"],
        )


@dataclass(frozen=True)
class AcceptedCode:
    """Accepted code."""

    file: str
    sha256: str
    """Of the accepted bytes."""
    by: str
    """Who accepted them."""
    date: str
    """When, YYYY-MM-DD."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> AcceptedCode:
        """The accepted code of a parsed JSON object."""
        return cls(
            file=value["file"],
            sha256=value["sha256"],
            by=value["by"],
            date=value["date"],
        )


@dataclass(frozen=True)
class IgnoredRule:
    """Ignored rule."""

    rule: str
    origin: Optional[str]
    """An option, or a settings file."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> IgnoredRule:
        """The ignored rule of a parsed JSON object."""
        return cls(
            rule=value["rule"],
            origin=value["origin"],
        )


@dataclass(frozen=True)
class GradedRule:
    """Graded rule."""

    rule: str
    origin: Optional[str]
    severity: Literal["error", "warning", "suggestion"]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> GradedRule:
        """The graded rule of a parsed JSON object."""
        return cls(
            rule=value["rule"],
            origin=value["origin"],
            severity=value["severity"],
        )


@dataclass(frozen=True)
class Settings:
    """What was ignored, graded otherwise, or allowed."""

    file: Optional[str]
    """The settings file that was read."""
    unread_file: Optional[str]
    """A settings file inside the package, which for that reason was not read."""
    allow_pickle: bool
    accepted_code: list[AcceptedCode]
    """Files of code in the package that somebody has accepted as they are."""
    ignored: list[IgnoredRule]
    severities: list[GradedRule]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Settings:
        """The settings of a parsed JSON object."""
        return cls(
            file=value["file"],
            unread_file=value["unread_file"],
            allow_pickle=value["allow_pickle"],
            accepted_code=[AcceptedCode.from_json(item) for item in value["accepted_code"]],
            ignored=[IgnoredRule.from_json(item) for item in value["ignored"]],
            severities=[GradedRule.from_json(item) for item in value["severities"]],
        )


@dataclass(frozen=True)
class OtherLayout:
    """A layout that `save` makes a package of."""

    title: str
    """What the layout is called."""
    command: str
    """The command that makes a package of the directory."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> OtherLayout:
        """The other layout of a parsed JSON object."""
        return cls(
            title=value["title"],
            command=value["command"],
        )


@dataclass(frozen=True)
class PackageFile:
    """Package file."""

    path: str
    size: int

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> PackageFile:
        """The package file of a parsed JSON object."""
        return cls(
            path=value["path"],
            size=value["size"],
        )


@dataclass(frozen=True)
class DTypeShare:
    """DType share."""

    dtype: str
    tensors: int
    parameters: int
    bytes: int

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> DTypeShare:
        """The dtype share of a parsed JSON object."""
        return cls(
            dtype=value["dtype"],
            tensors=value["tensors"],
            parameters=value["parameters"],
            bytes=value["bytes"],
        )


@dataclass(frozen=True)
class PackageWeights:
    """Package weights."""

    name: str
    tensors: int
    parameters: int
    bytes: int
    dtypes: list[DTypeShare]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> PackageWeights:
        """The package weights of a parsed JSON object."""
        return cls(
            name=value["name"],
            tensors=value["tensors"],
            parameters=value["parameters"],
            bytes=value["bytes"],
            dtypes=[DTypeShare.from_json(item) for item in value["dtypes"]],
        )


@dataclass(frozen=True)
class Contents:
    """What is in the package."""

    mode: Literal["reranking_pruning", "pruning_only", None]
    files: list[PackageFile]
    weights: list[PackageWeights]
    """The checkpoints that could be opened."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Contents:
        """The contents of a parsed JSON object."""
        return cls(
            mode=value["mode"],
            files=[PackageFile.from_json(item) for item in value["files"]],
            weights=[PackageWeights.from_json(item) for item in value["weights"]],
        )


@dataclass(frozen=True)
class SmokePair:
    """A pair that the model was tried with."""

    query: str
    document: str
    tokens: int
    ranking_score: Optional[float]
    keep_probabilities: list[Optional[float]]
    """One a token; null where it is not finite."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> SmokePair:
        """The smoke pair of a parsed JSON object."""
        return cls(
            query=value["query"],
            document=value["document"],
            tokens=value["tokens"],
            ranking_score=value["ranking_score"],
            keep_probabilities=list(value["keep_probabilities"]),
        )


@dataclass(frozen=True)
class Tool:
    """What wrote the report."""

    name: Literal["pruning-pack"]
    version: str

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Tool:
        """The tool of a parsed JSON object."""
        return cls(
            name=value["name"],
            version=value["version"],
        )


@dataclass(frozen=True)
class Report(ReportMethods):
    """What `verify` says of a package."""

    schema_version: Literal[2]
    package: str
    """The directory, as it was given."""
    verdict: Literal["passed", "failed"]
    summary: str
    """The verdict in one sentence, for people."""
    strict: bool
    """Whether warnings fail the gate."""
    counts: Counts
    """Number of findings by severity; a rule that could not run counts as a warning."""
    findings: list[Finding]
    """Errors first, then warnings, then suggestions."""
    rules: list[RuleOutcome]
    """What became of each rule, in the order of the catalogue."""
    settings: Settings
    sandbox: Literal["full", "partial", "none", None]
    """How the package's code was fenced in while --python ran it (docs/sandbox.md); null where it was not run to its end."""
    notes: list[str]
    """How the package was run in Python, or why it was not; empty without --python."""
    other_layout: Optional[OtherLayout]
    """Where the directory is not a package, but a model in another layout: all other findings then follow from that."""
    contents: Contents
    tool: Tool
    smoke_inference: Optional[list[SmokePair]] = None
    """The pairs that the model was tried with; absent when it did not run."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Report:
        """The report of a parsed JSON object."""
        return cls(
            schema_version=value["schema_version"],
            package=value["package"],
            verdict=value["verdict"],
            summary=value["summary"],
            strict=value["strict"],
            counts=Counts.from_json(value["counts"]),
            findings=[Finding.from_json(item) for item in value["findings"]],
            rules=[RuleOutcome.from_json(item) for item in value["rules"]],
            settings=Settings.from_json(value["settings"]),
            sandbox=value["sandbox"],
            notes=list(value["notes"]),
            other_layout=None if value["other_layout"] is None else OtherLayout.from_json(value["other_layout"]),
            contents=Contents.from_json(value["contents"]),
            smoke_inference=None if (given := value.get("smoke_inference")) is None else [SmokePair.from_json(item) for item in given],
            tool=Tool.from_json(value["tool"]),
        )


@dataclass(frozen=True)
class Failure:
    """Failure."""

    file: str
    problem: str
    expected: Optional[str]
    found: Optional[str]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Failure:
        """The failure of a parsed JSON object."""
        return cls(
            file=value["file"],
            problem=value["problem"],
            expected=value["expected"],
            found=value["found"],
        )


@dataclass(frozen=True)
class NotVerified:
    """A directory that is missing or could not be read."""

    schema_version: Literal[2]
    package: str
    verdict: Literal["not_verified"]
    error: Failure
    tool: Tool

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> NotVerified:
        """The not verified of a parsed JSON object."""
        return cls(
            schema_version=value["schema_version"],
            package=value["package"],
            verdict=value["verdict"],
            error=Failure.from_json(value["error"]),
            tool=Tool.from_json(value["tool"]),
        )
