"""What a report can do beside holding its data."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pruning_pack._errors import PruningPackError

if TYPE_CHECKING:
    from pruning_pack._report import Finding, Report

_SHOWN = 20


class ReportMethods:
    """The methods of `Report`, whose data is generated."""

    @property
    def passed(self) -> bool:
        """Whether the package may be published."""
        return self._report.verdict == "passed"

    def raise_for_errors(self) -> None:
        """Raises PruningPackError, with the findings in its message, unless the package passed.

        A report that was made with `strict=True` does not pass with warnings.
        """
        report = self._report
        if self.passed:
            return
        levels = ("error", "warning") if report.strict else ("error",)
        counted = [finding for finding in report.findings if finding.severity in levels]
        lines = [_line(finding) for finding in counted[:_SHOWN]]
        if len(counted) > _SHOWN:
            lines.append(f"and {len(counted) - _SHOWN} more")
        raise PruningPackError(
            "\n  ".join([f"{report.package} did not pass:", *lines]), report=report, exit_code=1
        )

    @property
    def _report(self) -> Report:
        return cast("Report", self)


def _line(finding: Finding) -> str:
    """A finding in one line."""
    place = finding.json_path or (f"tensor {finding.tensor}" if finding.tensor else "")
    text = f"{finding.rule} {finding.name or ''}: {finding.file}{' ' + place if place else ''}: {finding.problem}"
    if finding.expected is not None:
        text += f"; expected {finding.expected}"
    if finding.found is not None:
        text += f"; found {finding.found}"
    return text if finding.fix is None else f"{text}. {finding.fix}"
