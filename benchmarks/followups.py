"""What follow-ups and computed columns cost, and that the time grows with the rows and no faster.

Half of the rows are people, half are talks.  Reading the workbook is not part of it.  ``python -m benchmarks followups``
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from benchmarks.table import show
from sheet_sync.core.book import Book
from sheet_sync.core.computed import computed
from sheet_sync.core.followups import due
from sheet_sync.core.records import Grid, Snapshot
from sheet_sync.core.values import Content

AS_OF = date(2026, 11, 24)
SIZES = (500, 10_000, 100_000)
_STATUSES = ("Met", "Asked", "To contact", "In touch", "Closed")


def main() -> None:
    """Print a row a size: milliseconds, and microseconds a row."""
    rows = []
    for size in SIZES:
        snapshot = _snapshot(size // 2)
        best = [_best(work, snapshot, 3 if size < SIZES[-1] else 1) for work in (due, computed)]
        rows.append((f"{size:,}", *(f"{1000 * s:.0f}" for s in best), *(f"{1e6 * s / size:.0f}" for s in best)))
    show(("rows", "due ms", "computed ms", "due us a row", "computed us a row"), rows)


def _best(work: Callable[[Book], Any], snapshot: Snapshot, times: int) -> float:
    """The shortest time that the work takes on a book which nobody has read yet."""
    taken = []
    for _ in range(times):
        book = Book(snapshot, AS_OF)
        start = perf_counter()
        work(book)
        taken.append(perf_counter() - start)
    return min(taken)


def _snapshot(people: int) -> Snapshot:
    contacts: dict[int, list[Content]] = {1: ["ID", "Name", "Email", "Status", "Stay in touch", "Referred by"]}
    talks: dict[int, list[Content]] = {
        1: ["ID", "Contact", "Kind", "Date", "Status", "Referred me to", "I promised", "Thank-you sent"]
    }
    for n in range(people):
        name = f"Person Number{n}"
        day = AS_OF - timedelta(days=n % 300)
        by = f"Person Number{n // 2}" if n % 7 == 0 else None
        contacts[n + 2] = [
            f"c-{n:08}", name, f"p{n}@x.example", _STATUSES[n % 5], "Monthly" if n % 3 else None, by,
        ]  # fmt: skip
        talks[n + 2] = [
            f"i-{n:08}", name, "Informational", day, "Done" if n % 4 else "Asked",
            f"Sam{n} Ortega" if n % 10 == 0 else None, "send it" if n % 9 == 0 else None, day if n % 5 else None,
        ]  # fmt: skip
    return Snapshot("excel", "made.xlsx", "f", (Grid("Contacts", contacts), Grid("Interviews", talks)))
