"""What became of the letters of a run, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.core.letters.drafts import DraftState
from sheet_sync.errors import SheetSyncError

if TYPE_CHECKING:
    from sheet_sync.app.letter_files import Made
    from sheet_sync.core.book import Entry
    from sheet_sync.core.letters.occasion import Occasion
    from sheet_sync.core.letters.render import Letter


@dataclass(frozen=True, slots=True)
class LetterLine:
    """What became of one letter."""

    kind: str
    name: str
    state: DraftState
    contact: Entry | None = None
    interview: Entry | None = None
    subject: str = ""
    path: Path | None = None
    reason: str = ""
    to_fill_in: tuple[str, ...] = ()

    @property
    def contact_id(self) -> str | None:
        return self.contact.id if self.contact is not None else None

    @property
    def interview_id(self) -> str | None:
        return self.interview.id if self.interview is not None else None

    @property
    def email(self) -> str | None:
        return (self.contact.text("Email") or None) if self.contact is not None else None


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A letter with its occasion and its file, for the Letters sheet."""

    occasion: Occasion
    letter: Letter
    made: Made


@dataclass(slots=True)
class LettersReport:
    """All letters of a run.

    ``sheet_error`` says why the Letters sheet could not be written; ``has_unwritten`` that a letter's file could not.
    ``unread_sheets`` says which sheets look as if letters could come of them, and are not used.
    """

    folder: Path
    is_dry_run: bool = False
    lines: list[LetterLine] = field(default_factory=list)
    for_name: str = ""
    template_errors: list[SheetSyncError] = field(default_factory=list)
    has_unwritten: bool = False
    sheet_error: SheetSyncError | None = None
    unread_sheets: tuple[str, ...] = ()
