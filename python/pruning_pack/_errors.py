"""The one exception of this package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from pruning_pack._publish import Receipt
    from pruning_pack._report import Finding, Report


class PruningPackError(Exception):
    """What could not be done, and why.

    Attributes:
        report: The report of the package that was refused; None where there was none.
        receipt: What was published, where it lies on the Hub otherwise than it was verified; else None.
        exit_code: The command's exit code (1: refused, 2: could not work, 3: published otherwise, 64: usage); None where it
            did not run.
    """

    def __init__(
        self,
        message: str,
        *,
        report: Optional[Report] = None,
        receipt: Optional[Receipt] = None,
        exit_code: Optional[int] = None,
    ):
        super().__init__(message)
        self.report = report
        self.receipt = receipt
        self.exit_code = exit_code

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings of the report; empty where there is none."""
        return self.report.findings if self.report is not None else ()
