"""What a user can cause: one small tree of errors, raised deep, worded once, shown at one edge.

Every error says what happened, where, and what to do.  The command line prints message and hint and
exits with ``exit_code``; a traceback appears only with ``--debug``.
"""

from __future__ import annotations

from typing import ClassVar


class SheetSyncError(Exception):
    """Something a user can understand and mend.

    ``message`` is one plain sentence, ``where`` the file, sheet or cell it is about,
    ``hint`` what to do, ``detail`` a vendor's own words (shown with ``--verbose`` only).
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self, message: str, *, where: str | None = None, hint: str | None = None, detail: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else self.message


class WrongUsage(SheetSyncError):
    """An option, a name or a date that makes no sense."""

    exit_code = 2


class WorkbookUnreadable(SheetSyncError):
    """The workbook cannot be read, or is not of this shape."""

    exit_code = 3


class GoogleUnreachable(SheetSyncError):
    """Google cannot be reached, or refuses.

    ``is_passing``: there is nothing to mend; it is there again in a while.
    """

    exit_code = 4
    is_passing: ClassVar[bool] = False


class GoogleAway(GoogleUnreachable):
    """Google cannot be reached for now."""

    is_passing = True


class MailUnreachable(SheetSyncError):
    """The mail server cannot be reached, or refuses."""

    exit_code = 4


class Refused(SheetSyncError):
    """Not done, for safety; the hint names what allows it."""

    exit_code = 5


class WorkbookBusy(Refused):
    """The workbook is open elsewhere, read-only, or its folder cannot be written."""


class SyncUnderWay(Refused):
    """Another sync is at work on the same records."""


class WorkbookChanged(Refused):
    """The workbook changed while it was worked on; start over with what it holds now."""
