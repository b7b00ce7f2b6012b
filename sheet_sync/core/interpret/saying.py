"""Notes in one line each: what is wrong, and how sure the tool is of the cure."""

from __future__ import annotations

from sheet_sync.core.readings import Do, Note
from sheet_sync.core.values import Scalar


def say(kind: str, message: str, hint: str = "") -> Note:
    """Read silently; known for those who ask."""
    return Note(kind, Do.READ, message, hint)


def fix(kind: str, message: str, value: Scalar, hint: str = "") -> Note:
    """Read, with a tidier form that is safe to write."""
    return Note(kind, Do.FIX, message, hint, value, has_fix=True)


def offer(kind: str, message: str, hint: str = "") -> Note:
    """Read, with a cure that only the user can carry out, since it would drop something typed."""
    return Note(kind, Do.FIX, message, hint)


def flag(kind: str, message: str, hint: str = "") -> Note:
    """A problem: the value is not used, or only as far as the message says."""
    return Note(kind, Do.FLAG, message, hint)


def ask(kind: str, message: str, hint: str = "") -> Note:
    """Only the user knows."""
    return Note(kind, Do.ASK, message, hint)


def sentence(text: str) -> str:
    """The text with one full stop at its end, also where it ends with an abbreviation (``Jr.``)."""
    return text if text.endswith(".") else f"{text}."


def quoted(text: object, limit: int = 40) -> str:
    """A value as it is quoted in a message, shortened where it is long."""
    shown = " ".join(str(text).split())
    return f"“{shown}”" if len(shown) <= limit else f"“{shown[: limit - 1]}…”"
