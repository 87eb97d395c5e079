"""`publish`: the command of that name, and its receipt."""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Union

from pruning_pack._command import PathLike, listed, option, positional, run
from pruning_pack._errors import PruningPackError
from pruning_pack._report import Report


@dataclass(frozen=True)
class PublishedFile:
    """A file of the package."""

    path: str
    """Where it is in the package."""
    size: int
    """Bytes."""
    sha256: str
    """SHA-256, by which the Hub knows large files."""
    git_sha1: str
    """Git's SHA-1, by which the Hub knows the others."""
    change: str
    """`new`, `changed` or `same`, compared with what lay there before."""


@dataclass(frozen=True)
class Difference:
    """A file that lies on the Hub otherwise than it was verified."""

    path: str
    """The file."""
    problem: str
    """What differs."""


@dataclass(frozen=True)
class Receipt:
    """What was published, and what lies on the Hub since; `docs/receipt.schema.json` describes its JSON."""

    verdict: str
    """`published`, `planned` (a dry run) or `differs`."""
    repository: str
    """`OWNER/NAME`"""
    branch: str
    """The branch."""
    commit: Optional[str]
    """The commit; None for a dry run."""
    url: Optional[str]
    """Its page."""
    pull_request: Optional[str]
    """The page of the pull request, where one was opened."""
    parent: Optional[str]
    """The commit that the branch was at."""
    root_digest: str
    """SHA-256 of the list of all files."""
    files: Sequence[PublishedFile]
    """The files of the package."""
    deleted: Sequence[str]
    """What the repository had and the package has not."""
    differences: Sequence[Difference]
    """What lies there otherwise; empty where the verdict is `published`."""
    json: dict[str, Any]
    """The whole receipt."""

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Receipt:
        """The receipt that the command printed."""
        same = ("verdict", "repository", "branch", "commit", "url", "pull_request", "parent", "root_digest", "deleted")
        return cls(
            **{name: value[name] for name in same},
            files=[PublishedFile(**file) for file in value["files"]],
            differences=[Difference(**one) for one in value["differences"]],
            json=value,
        )


def publish(
    path: PathLike,
    repository: str,
    *,
    revision: Optional[str] = None,
    create_pr: bool = False,
    private: bool = False,
    mirror: bool = False,
    message: Optional[str] = None,
    replace_card: bool = False,
    license_checked: bool = False,
    sign_key: Optional[PathLike] = None,
    dry_run: bool = False,
    strict: bool = False,
    ignore: Union[None, str, Sequence[str]] = None,
    config: Optional[PathLike] = None,
    hf: Optional[PathLike] = None,
    threads: Optional[int] = None,
) -> Receipt:
    """Verifies a package, publishes it on the Hub in one commit, and compares what lies there with what was verified.

    The Hub's client does the transfer: `pip install 'pruning-pack[hub]'`. Its token comes from `hf auth login` or from the
    variable HF_TOKEN.

    Args:
        path: The package's directory.
        repository: `OWNER/NAME`; it is created where it does not exist.
        revision: The branch; by default `main`.
        create_pr: Whether to open a pull request instead of changing the branch.
        private: Whether a repository that is created is private.
        mirror: Whether files that the package does not have are deleted, in the same commit.
        message: The commit's message.
        replace_card: Whether a card with text of its own may be replaced.
        license_checked: Whether to publish although the license forbids modified versions.
        sign_key: A private key, PEM, that signs what is published; PRUNING_PACK_KEY_PASSPHRASE opens an encrypted one.
        dry_run: Whether to send nothing.
        strict: Whether warnings count as errors.
        ignore: Rules to leave out, by id or name.
        config: Settings to use instead of .pruning-pack.yml in the working directory.
        hf: An interpreter that has huggingface_hub; by default this one, where it has.
        threads: How many threads to use; by default all.

    Raises:
        PruningPackError: It was refused (exit code 1), could not be done (2), or lies there otherwise (3): then `receipt`
            says how.
    """
    if hf is None and importlib.util.find_spec("huggingface_hub") is not None:
        hf = sys.executable
    flags = {
        "--create-pr": create_pr, "--private": private, "--mirror": mirror, "--replace-card": replace_card,
        "--license-checked": license_checked, "--dry-run": dry_run, "--strict": strict,
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="pruning-pack-") as scratch:
        file = Path(scratch) / "report.json"
        ran = run(
            "publish", positional(path), positional(repository), "--format=json", *(flag for flag, on in flags.items() if on),
            *option("revision", revision), *option("message", message), *option("sign-key", sign_key), *option("ignore", *listed(ignore)),
            *option("config", config), *option("hf", hf), *option("threads", threads), *option("report", f"json={file}"),
            accepted=(0, 1, 2, 3, 64),
        )  # fmt: skip
        report = Report.from_json(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None
    if ran.exit_code == 0:
        return Receipt.from_json(json.loads(ran.output))
    failure = ran.failure()
    receipt = Receipt.from_json(json.loads(ran.output)) if ran.exit_code == 3 else None
    raise PruningPackError(str(failure), report=report, receipt=receipt, exit_code=ran.exit_code)
