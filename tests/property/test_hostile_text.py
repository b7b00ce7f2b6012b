"""Whatever text or number stands in a cell, it is read without an error and in time that grows with its length only.

Time is that of the processor, for a length and for four times it: a pattern that takes the square would take 16 times.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import pytest

from sheet_sync.app.templates import TemplateBox
from sheet_sync.core.book import Book
from sheet_sync.core.computed import computed
from sheet_sync.core.followups import due, unclear
from sheet_sync.core.letters.desk import Desk
from sheet_sync.core.letters.kinds import KINDS, Wanted, letters_of_kind
from sheet_sync.core.letters.variables import values_for
from sheet_sync.core.records import MAX_TEXT, Grid, Snapshot
from sheet_sync.core.rules import check
from sheet_sync.core.schema import SETTINGS, TABLES
from sheet_sync.core.settings import Settings
from sheet_sync.core.settings_sheet import setting_notes
from sheet_sync.core.values import Content

AS_OF = date(2026, 11, 24)
PIECES = (
    "a@", "a.", "@", "a@b.cc ", "((", "(a", "[(", "1(", "(ask ", ", ", "Ab, ", "- ", "-", "1", "1/", "1-", "10:00-",
    "2026 ", "\n", "a\n", " ", "x ", "\t", "\u00a0", "Dr. ", "she/", '"', " at", " and ", "/", ";", "+1 ", "ext ", "h ",
    "jan 1 ", "😀", "e\u0301", "\u0301", "\u202e\u05d0", "\ufdfa", "\uff11", "ß", "\ud800", "\x00", "=", "#", "★",
    "phd, ", "Dana Reyes, ", "zoom.us/", "1e9",
)  # fmt: skip
"""What a pattern may stumble over when it stands many times in a row."""
ODD: tuple[Content, ...] = (
    1e308, -1e308, float("inf"), float("nan"), -1, 0, 1_000_000_000, 1e-300, 10**300, True, False, date.max, date.min,
    datetime.max, datetime.min,  # noqa: DTZ901 (cells have no zone)
    timedelta.max, timedelta.min, timedelta(0), clock(0), clock(23, 59, 59),
    "1" * 8000, "9" * 400 + " days", "1" * 309 + " h",
)  # fmt: skip
KEPT: dict[str, dict[str, Content]] = {
    "Contacts": {"ID": "c-00000001", "Name": "Dana Reyes"},
    "Interviews": {"ID": "i-00000001", "Contact": "Dana Reyes", "Date": date(2026, 11, 20), "Status": "Done"},
    "Touches": {"Contact": "Dana Reyes", "Date": date(2026, 11, 20)},
    "Answers": {"Interview": "i-00000001"},
}
"""What a row needs for follow-ups and letters to look at the rest of it."""
SMALL, LARGE = 600, 2400
MIN_SECONDS = 0.2
"""What takes less is not looked at: it is mostly what any workbook costs."""


def long_texts(length: int) -> Iterator[tuple[str, str]]:
    for piece in PIECES:
        repeated = (piece * (length // len(piece) + 1))[: length - 3]
        yield repr(piece), repeated
        yield f"x {piece!r} !", f"x {repeated}!"


TITLES = [title for title, _ in long_texts(9)]


def workbook(content: Content) -> Snapshot:
    """Every field and every setting holds the content: in a row that is good else, and in a row of nothing else."""
    grids = []
    for schema in TABLES:
        names = [field.name for field in schema.fields]
        good = KEPT.get(schema.name, {})
        good_row = [good.get(name, content) for name in names]
        rows: dict[int, list[Content]] = {1: [*names], 2: good_row, 3: [content] * len(names)}
        grids.append(Grid(schema.name, rows))
    settings: list[list[Content]] = [["Setting", "Value"], *([one.name, content] for one in SETTINGS)]
    grids.append(Grid("Settings", dict(enumerate(settings, start=1))))
    return Snapshot("excel", "hostile.xlsx", "f", tuple(grids), "p-1")


@pytest.fixture(scope="module")
def use_all() -> Callable[[Snapshot], None]:
    """Do with a workbook all that commands do with it; a rule that fails is an error."""
    box = TemplateBox(Path(__file__).parent)
    renderers = {kind: box.renderer(kind, Settings()) for kind in KINDS}

    def use(snapshot: Snapshot) -> None:
        book = Book(snapshot, AS_OF)
        findings = check(book)
        assert not [one for one in findings if one.code == "TX09" or "fault of its own" in one.message]
        list(setting_notes(book.layout, snapshot))
        due(book, 3660)
        list(unclear(book))
        computed(book)
        desk = Desk(book)
        for kind in KINDS:
            for contact in book.contacts:
                for occasion in letters_of_kind(desk, kind, Wanted(contact)):
                    if not occasion.refused:
                        renderers[kind].render(values_for(occasion, desk))

    use(workbook("x"))  # what is loaded once is not measured
    return use


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize("content", ODD, ids=lambda one: repr(one)[:24])
def test_no_number_date_or_row_of_digits_stops_anything(content: Content, use_all: Callable[[Snapshot], None]) -> None:
    use_all(workbook(content))


@pytest.mark.parametrize("place", range(2 * len(PIECES)), ids=lambda n: TITLES[n])
def test_a_text_in_every_cell_takes_time_as_its_length(place: int, use_all: Callable[[Snapshot], None]) -> None:
    short, long = (workbook(list(long_texts(length))[place][1]) for length in (SMALL, LARGE))

    taken = seconds(lambda: use_all(long))

    if taken > MIN_SECONDS:
        before = min(seconds(lambda: use_all(short)) for _ in range(2))
        assert taken < 2.2 * LARGE / SMALL * before, f"{before:.2f} s for {SMALL} characters, {taken:.2f} s for {LARGE}"


@pytest.mark.parametrize("place", range(0, 2 * len(PIECES), 2), ids=lambda n: TITLES[n])
def test_no_field_is_slow_to_read_with_the_longest_text_a_cell_holds(place: int) -> None:
    """Each field by itself, so that a slow one has no company to hide in."""
    book = Book(workbook(list(long_texts(MAX_TEXT))[place][1]), AS_OF)

    for entry in book.all_entries():
        for field in entry.table.schema.fields:
            start = time.process_time()
            entry.reading(field.name)
            assert time.process_time() - start < 1, f"{entry.table.name}, {field.name}"
