"""Plain text: what is invisible, doubled or dangerous in it, and the text without that."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sheet_sync.core.interpret.saying import fix, flag, quoted, say
from sheet_sync.core.readings import EMPTY, Note, Reading
from sheet_sync.core.records import MAX_TEXT
from sheet_sync.core.schema import Field, Kind
from sheet_sync.core.values import Scalar

_WIDE = {
    code: code - 0xFEE0
    for start, end in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for code in range(start, end + 1)
}
_HIDDEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\ufffe\uffff]"
)
"""Control characters, zero-width blanks and direction overrides.  Joiners and direction marks belong to writing."""
_LIKE_A_FORMULA = r"=\s*\S|[+\-@]\s*(?:[A-Za-z_.]+\(|[A-Z]{1,3}\$?\d+\b|\w+\|)"


def is_plain(text: str) -> bool:
    """Whether there is nothing to say about a text; quick, for the many that are."""
    return (
        text.isascii()
        and text.isprintable()
        and text[0] not in " =+-@"
        and text[-1] != " "
        and "  " not in text
        and len(text) <= MAX_TEXT
    )


def tidy(text: str, keep_lines: bool = False) -> tuple[str, tuple[Note, ...]]:
    """The text as it was meant, and notes on what was taken off."""
    if text and is_plain(text):
        return text, ()
    notes: list[Note] = []
    clean = re.sub(_HIDDEN, "", text)
    if clean != text:
        notes.append(
            fix("control-characters", "Invisible control characters are in this text.", clean, "Type it again.")
        )
    wide = clean.translate(_WIDE)
    if wide != clean:
        notes.append(
            fix("full-width", f"{quoted(text)} has full-width letters or digits.", wide, f"Type {quoted(wide)}.")
        )
    trimmed = _trimmed(wide, keep_lines)
    if trimmed != wide:
        notes.append(fix("stray-space", f"{quoted(trimmed)} has stray blanks around or inside it.", trimmed or None))
    if re.match(_LIKE_A_FORMULA, trimmed):
        notes.append(
            flag(
                "formula-like-text",
                f"{quoted(trimmed)} is text that looks like a formula.",
                "Begin it with a letter, so that no spreadsheet runs it.",
            )
        )
    if len(text) > MAX_TEXT:
        notes.append(
            flag(
                "too-long",
                f"This text has {len(text):,} characters; an Excel cell holds {MAX_TEXT:,}.",
                "Shorten it, or move a part to another cell.",
            )
        )
    whole = trimmed or None  # each fix gives all of what is right, whichever is carried out
    return trimmed, tuple(replace(note, fix=whole) if note.has_fix else note for note in notes)


def _trimmed(text: str, keep_lines: bool) -> str:
    if keep_lines:
        return text.strip()
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.strip().splitlines())
    return "\n".join(lines)


def read_text(value: Scalar, field: Field) -> Reading:
    """A text field's value; what is no text in it becomes text."""
    if isinstance(value, str):
        text, notes = tidy(value, keep_lines=field.kind is Kind.LONG_TEXT)
        return Reading(text or None, notes)
    if isinstance(value, bool):
        return Reading("TRUE" if value else None, (say("not-text", "A tick stands where text belongs."),))
    if isinstance(value, datetime | date | time | timedelta):
        return Reading(*_moment_as_text(value, field))
    return Reading(as_text(value)) if value is not None else EMPTY


def _moment_as_text(value: date | time | timedelta, field: Field) -> tuple[str, tuple[Note, ...]]:
    text = as_text(value)
    make = say if field.kind is Kind.LONG_TEXT else flag
    message = f"A date or time, {text}, stands where text belongs; the spreadsheet may have changed what you typed."
    return text, (make("not-text", message, "Type an apostrophe before it to keep it as you type it."),)


def as_text(value: Scalar) -> str:
    """A value as a person would type it into a text cell."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    return "" if value is None else str(value)


def folded(text: str) -> str:
    """Compatibility forms off (full width, ligatures, odd blanks), hidden characters off, blanks single."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(re.sub(_HIDDEN, "", text).split())
