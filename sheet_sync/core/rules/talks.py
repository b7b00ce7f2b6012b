"""What several rules ask about a talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheet_sync.core.book import Book, Entry


def is_informational(entry: Entry) -> bool:
    """Whether it is no rehearsal; an empty Kind is informational."""
    return bool(entry.value("Kind") != "Practice")


def minutes_of(entry: Entry) -> float | None:
    """How long the talk takes: from Minutes, else from a time range in Start."""
    minutes = entry.value("Minutes")
    if minutes is None:
        minutes = entry.reading("Start").also.get("Minutes")
    return minutes if isinstance(minutes, int | float) else None


@dataclass(frozen=True, slots=True)
class Slot:
    """A talk in its day; ``begins`` and ``ends`` are minutes after midnight, 0 where no start is known."""

    entry: Entry
    start: time | None
    begins: float
    ends: float

    def order(self) -> tuple[float, int]:
        return self.begins, self.entry.number


def slots_by_day(book: Book) -> dict[date, list[Slot]]:
    """The talks of each day that are, or were, to take place, in the order of the sheet."""
    days: dict[date, list[Slot]] = {}
    for entry in book.interviews:
        day = entry.value("Date")
        if not isinstance(day, date) or entry.value("Status") in ("Cancelled", "Missed"):
            continue
        start = entry.value("Start")
        start = start if isinstance(start, time) else None
        begins = start.hour * 60 + start.minute if start else 0
        length = minutes_of(entry) or book.settings.talk_length_minutes
        days.setdefault(day, []).append(Slot(entry, start, begins, begins + length))
    return days
