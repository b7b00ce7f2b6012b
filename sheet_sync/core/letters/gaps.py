"""What the workbook does not know, as it stands in a letter: ``[your phone]``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """A place for the user to fill in.

    It is false, so a template may ask ``{% if organization %}``; it is true where it ``speaks``: the workbook says
    something, but only the user can put it into words for the reader.
    """

    hint: str
    speaks: bool = False
    after: str = ""

    def __bool__(self) -> bool:
        return self.speaks

    def __len__(self) -> int:
        return int(self.speaks)

    def __str__(self) -> str:
        return f"{self.bracketed}{self.after}"

    @property
    def bracketed(self) -> str:
        """The brackets alone, without what follows them in the sentence."""
        return f"[{self.hint}]"


Text = str | Gap
"""A value for a letter, or the place where it is missing."""


def or_gap(text: str | None, hint: str) -> Text:
    """The text with its blanks tidied, or a gap where there is none."""
    tidy = " ".join((text or "").split())
    return tidy or Gap(hint)
