"""Why a letter is written: to whom, after which talk, and whether it comes late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry


@dataclass(frozen=True, slots=True)
class Occasion:
    """One letter to be drafted, or the reason why it cannot be.

    ``about`` is somebody else the letter speaks of: the person named (``thank-referrer``) or the one who named the
    reader (``referral``); ``about_name`` is that person's name where they are no contact.
    ``is_second``: the second asking after a request without an answer.
    """

    kind: str
    contact: Entry | None
    name: str
    interview: Entry | None = None
    about: Entry | None = None
    about_name: str = ""
    is_late: bool = False
    is_second: bool = False
    refused: str = ""

    @property
    def other_name(self) -> str:
        """The name of the person the letter speaks of, empty where it speaks of none."""
        return self.about.text("Name") if self.about is not None else self.about_name


def refused(kind: str, contact: Entry | None, name: str, reason: str, interview: Entry | None = None) -> Occasion:
    """A letter that is not made, with the reason for the user to read."""
    return Occasion(kind, contact, name, interview, refused=reason)
