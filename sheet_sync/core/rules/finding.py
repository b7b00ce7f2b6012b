"""What ``check`` has to say about a workbook, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sheet_sync.core.changes import SetCell
from sheet_sync.core.readings import EMPTY
from sheet_sync.core.rules.words import said
from sheet_sync.core.schema import SETTINGS_SHEET
from sheet_sync.core.tables import OWN
from sheet_sync.core.values import Content, ErrorValue, Formula, Scalar, same

if TYPE_CHECKING:
    from sheet_sync.core.book import Book, Entry
    from sheet_sync.core.readings import Note, Reading
    from sheet_sync.core.records import CellRef
    from sheet_sync.core.tables import Column, LayoutNote


class Severity(StrEnum):
    """``ERROR``: the tool cannot work with the value, or an obligation would be missed.  ``WARNING``: probably wrong.
    ``INFO``: a hint."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: where, what is wrong, what to do.

    ``cell`` is ``None`` where a whole sheet is missing.  ``code`` and ``severity`` are those of the rule, set by the
    engine (a rule may set ``severity`` where one case is milder).  ``changes`` mend it, and are there only if safe.
    """

    message: str
    hint: str = ""
    table: str = ""
    cell: CellRef | None = None
    field: str = ""
    row: str | None = None
    value: Content = None
    changes: tuple[SetCell, ...] = ()
    severity: Severity | None = None
    code: str = ""

    @property
    def fixable(self) -> bool:
        return bool(self.changes)


class _NotGiven:
    """The type of :data:`NOT_GIVEN`."""


NOT_GIVEN: Final = _NotGiven()
"""No fix; ``None`` is one, it empties the cell."""


def finding_at(
    entry: Entry,
    field: str,
    message: str,
    hint: str = "",
    *,
    fix: Scalar | _NotGiven = NOT_GIVEN,
    severity: Severity | None = None,
    where: CellRef | None = None,
) -> Finding:
    """A finding at a field (or column key) of a row, or at ``where`` if another cell of the row says it.

    It is at the row's first cell where the table has no such column.
    """
    table = entry.table
    ref = where or table.ref(entry.number, field) or table.ref(entry.number, table.columns[0].key)
    assert ref is not None
    content = table.grid.at(ref.row, ref.column)
    column = next((one for one in table.columns if one.number == ref.column), None)
    if isinstance(fix, _NotGiven) or column is None or not _may_write(entry, content, column):
        changes: tuple[SetCell, ...] = ()
    else:
        changes = (SetCell(ref, fix, content, table.name, entry.id, column.key),) if not same(content, fix) else ()
    return Finding(message, hint, table.name, ref, field.removeprefix(OWN), entry.id, content, changes, severity)


def _may_write(entry: Entry, content: Content, column: Column) -> bool:
    """Whether a cell may be mended: a formula belongs to its sheet, and a sheet that keeps contacts and talks in one
    row is only read."""
    is_held = isinstance(content, Formula | ErrorValue)
    return not is_held and column.field is not None and entry.book.layout.combined != entry.table.grid.name


def finding_of(note: LayoutNote, book: Book) -> Finding:
    """What the search for tables noted, as a finding at the header or cell that it names."""
    grid = book.snapshot.grid(note.where.sheet)
    value = grid.at(note.where.row, note.where.column) if grid is not None else None
    return Finding(note.message, note.hint, note.table, note.where, value=value)


def _changes(entry: Entry, key: str, ref: CellRef | None, content: Content, fix: Scalar) -> tuple[SetCell, ...]:
    """The one change that writes ``fix``, or none where writing is not safe.

    A formula belongs to its sheet, a value put together from two columns has no cell of its own, and a sheet that keeps
    contacts and talks in one row is only read.
    """
    table = entry.table
    if ref is None or table.column(key) is None or isinstance(content, Formula | ErrorValue):
        return ()
    if entry.book.layout.combined == table.grid.name or same(content, fix):
        return ()
    return (SetCell(ref, fix, content, table.name, entry.id, key),)


def _hint_of(note: Note, *, may_write: bool) -> str:
    """What to do about a note whose only cure is its fix; who may not write there only says it."""
    if not note.has_fix or note.fix is None:
        return ""
    return f"Type {said(note.fix)}, or let check --fix do it." if may_write else f"Type {said(note.fix)}."


def setting_finding(book: Book, ref: CellRef, note: Note) -> Finding:
    """What the reading of the Settings sheet noted, as a finding."""
    grid = book.snapshot.grid(ref.sheet)
    value = grid.at(ref.row, ref.column) if grid is not None else None
    name = str(grid.at(ref.row, 1) or "").strip() if grid is not None else ""
    may_write = note.has_fix and not isinstance(value, Formula | ErrorValue) and not same(value, note.fix)
    changes = (SetCell(ref, note.fix, value, SETTINGS_SHEET, None, name),) if may_write else ()
    return Finding(
        note.message, note.hint or _hint_of(note, may_write=may_write), SETTINGS_SHEET, ref, name, None, value, changes
    )


@dataclass(slots=True)
class Cell:
    """One cell of a table, as a rule gets it: by its column, or by a field that other cells of the row say."""

    entry: Entry
    key: str
    content: Content

    @property
    def book(self) -> Book:
        return self.entry.book

    @property
    def reading(self) -> Reading:
        """What the cell means; empty in a column of the user's own."""
        return self.entry.reading(self.key) if self.entry.table.schema.has(self.key) else EMPTY

    def finding(
        self,
        message: str,
        hint: str = "",
        *,
        fix: Scalar | _NotGiven = NOT_GIVEN,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding at this cell."""
        return finding_at(self.entry, self.key, message, hint, fix=fix, severity=severity)

    def change(self, field: str, value: Scalar) -> SetCell | None:
        """The change that writes another field of this row, or ``None`` where it has no cell or may not be written."""
        ref = self.entry.table.ref(self.entry.number, field)
        column = self.entry.table.column(field)
        content = self.entry.content(field)
        if ref is None or column is None or not _may_write(self.entry, content, column):
            return None
        return SetCell(ref, value, content, self.entry.table.name, self.entry.id, field)

    def noted(self, note: Note, *, severity: Severity | None = None) -> Finding:
        """What the reading of this cell noted, as a finding; its fix is the note's."""
        fix = note.fix if note.has_fix else NOT_GIVEN
        made = finding_at(self.entry, self.key, note.message, note.hint, fix=fix, severity=severity, where=note.where)
        return made if note.hint else replace(made, hint=_hint_of(note, may_write=bool(made.changes)))
