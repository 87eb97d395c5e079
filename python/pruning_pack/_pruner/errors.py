"""Why a question was not answered."""

from __future__ import annotations

from typing import Optional

from pruning_pack._errors import PruningPackError


class PrunerError(PruningPackError):
    """A question that was not answered.

    Attributes:
        code: `not_opened` (the package cannot be opened), `died` (the process ended while it answered), `timeout`,
            `nonsense` (it gave an answer that is none), `package_changed` (its files are not what was opened),
            `refused`, `failed` (the command's exit codes 1 and 2), `too_large`, `closed`.
    """

    def __init__(self, code: str, message: str, *, exit_code: Optional[int] = None):
        super().__init__(message, exit_code=exit_code)
        self.code = code


class QuestionTooLong(ValueError):
    """A question that leaves no room for the passage in a pass; the modelling file has a ValueError for it."""

    code = "query_too_long"
