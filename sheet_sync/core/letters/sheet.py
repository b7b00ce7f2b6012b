"""What the Letters sheet says and must say: which letters are known, which were sent, which rows are to be written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sheet_sync.core.changes import AddColumn, AddRow, AddSheet, Change, SetCell
from sheet_sync.core.ids import new_id
from sheet_sync.core.letters.drafts import AGAIN
from sheet_sync.core.new_columns import new_column
from sheet_sync.core.new_workbook.new_sheets import table_sheet
from sheet_sync.core.schema import LETTERS
from sheet_sync.core.values import Formula, same
from sheet_sync.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sheet_sync.core.book import Book, Entry
    from sheet_sync.core.letters.desk import Desk
    from sheet_sync.core.letters.occasion import Occasion
    from sheet_sync.core.values import Scalar

UPDATED = ("Subject", "Drafted", "File")


@dataclass(frozen=True, slots=True)
class LetterRow:
    """What the Letters sheet is to say of one draft, by column; ``known`` is the row that says it so far."""

    values: dict[str, Scalar]
    known: Entry | None = None


def find_row(occasion: Occasion, desk: Desk) -> Entry | None:
    """The row of a letter drafted and not sent yet."""
    return next((entry for entry in _rows_of(occasion, desk) if not entry.value("Sent")), None)


def sent_already(occasion: Occasion, desk: Desk) -> str:
    """Why no letter is needed, where the Letters sheet says that it was sent; else empty.

    Letters that repeat restart the clock when they are sent, so they are due again only when that has run out.
    """
    if occasion.kind in ("stay-in-touch", "progress") or occasion.is_second:
        return ""
    sent = next((entry for entry in _rows_of(occasion, desk) if entry.value("Sent")), None)
    if sent is None:
        return ""
    day = sent.value("Sent")
    when = f" on {day.isoformat()}" if isinstance(day, date) else ""
    return f"It was sent{when}, says {sent.ref('Sent')}."


def _rows_of(occasion: Occasion, desk: Desk) -> Iterator[Entry]:
    if occasion.contact is None:
        return
    for entry in desk.letter_rows(occasion.contact):
        if entry.text("Kind") == occasion.kind and _same_talk(entry, occasion) and _same_asking(entry, occasion):
            yield entry


def _same_asking(entry: Entry, occasion: Occasion) -> bool:
    """A first request and a second one are two letters; the file's name tells them apart."""
    return occasion.kind != "request" or (AGAIN in entry.text("File")) == occasion.is_second


def _same_talk(entry: Entry, occasion: Occasion) -> bool:
    if not entry.is_filled("Interview"):
        return occasion.interview is None or occasion.kind in ("request", "referral")
    return occasion.interview is not None and entry.referred("Interview").entry is occasion.interview


def plan_rows(book: Book, rows: Sequence[LetterRow]) -> tuple[Change, ...]:
    """The changes that make the Letters sheet say this; the sheet is added where it is missing.

    Raises:
        Refused: a sheet of that name is there and is something else.
    """
    table = book.layout.tables.get(LETTERS.name)
    new = [row for row in rows if row.known is None]
    if table is None:
        _refuse_taken(book)
        sheet_rows = [[row.values.get(field.name) for field in LETTERS.fields] for row in new]
        return (AddSheet(table_sheet(LETTERS, sheet_rows)),) if new else ()
    changes: list[Change] = [change for row in rows if row.known is not None for change in _updates(row.known, row)]
    columns: dict[str, AddColumn] = {}
    for row in new:
        cells: dict[int, Scalar | Formula] = {}
        for name, value in row.values.items():
            if value is not None:
                cells[_column(book, name, columns)] = value
        changes.append(AddRow(table.grid.name, table.last_row, cells, table.name, str(row.values["ID"])))
    return (*columns.values(), *changes)


def _updates(known: Entry, row: LetterRow) -> Iterator[SetCell]:
    for name in UPDATED:
        ref, old = known.ref(name), known.content(name)
        if ref is not None and not isinstance(old, Formula) and not same(old, row.values.get(name)):
            yield SetCell(ref, row.values.get(name), old, LETTERS.name, known.id, name)


def _column(book: Book, name: str, columns: dict[str, AddColumn]) -> int:
    """Where a field stands or will stand."""
    table = book.layout.tables[LETTERS.name]
    column = table.column(name)
    if column is not None:
        return column.number
    if name not in columns:
        columns[name] = new_column(table, name, taken={added.column for added in columns.values()})
    return columns[name].column


def new_row_id(book: Book, taken: set[str]) -> str:
    """An ID for a new row of Letters; it is taken from then on."""
    made = new_id(LETTERS.prefix, taken | {entry.id or "" for entry in book.entries(LETTERS.name)})
    taken.add(made)
    return made


def _refuse_taken(book: Book) -> None:
    taken = book.snapshot.grid(LETTERS.name)
    if taken is not None:
        raise Refused(
            f"The sheet {taken.name} is there, but its columns are not those of the letters.",
            where=taken.name,
            hint="Give it the columns Kind, Contact, Interview, Subject, Drafted, File and Sent, or rename it.",
        )
