from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book, Entry
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rule, workbook


@rule("RF05", Severity.WARNING, where=workbook())
def circle_of_referrals(book: Book) -> Iterator[Finding]:
    """Contacts referred one another in a circle, which cannot be: someone was first.

    Wrong: Dana was referred by Lee, and Lee by Dana.
    Right: an empty Referred by for the one you knew first.
    """
    referrers = {}
    for entry in book.contacts:
        if entry.is_filled("Referred by"):
            referrer = entry.referred("Referred by").entry
            if referrer is not None and referrer is not entry:
                referrers[entry.number] = referrer
        entry.forget()
    for first, circle in _circles({entry.number: entry for entry in book.contacts}, referrers):
        chain = ", who was referred by ".join(entry.name for entry in (*circle[1:], first))
        yield finding_at(
            first,
            "Referred by",
            f"{first.name} was referred by {chain}: that is a circle.",
            "Empty Referred by for the one of them whom you knew first.",
        )


def _circles(entries: dict[int, Entry], referrers: dict[int, Entry]) -> Iterator[tuple[Entry, list[Entry]]]:
    """Each circle once, from its topmost row on.  Everyone has at most one referrer, so one walk finds them all."""
    done: set[int] = set()
    for start in referrers:
        path: dict[int, None] = {}
        at = start
        while at in referrers and at not in done and at not in path:
            path[at] = None
            at = referrers[at].number
        if at in path:
            numbers = list(path)
            circle = numbers[numbers.index(at) :]
            top = circle.index(min(circle))
            ordered = [entries[number] for number in circle[top:] + circle[:top]]
            yield ordered[0], ordered
        done.update(path)
