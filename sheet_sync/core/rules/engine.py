"""One walk through a workbook for all rules.

Tables may hold a hundred thousand rows: each cell is read once, handed to the rules that want it, and forgotten with
its row.  A rule that fails becomes a finding about itself, and the others still report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sheet_sync.core.book import Entry
from sheet_sync.core.interpret import clean_in_column
from sheet_sync.core.readings import Do
from sheet_sync.core.rules.finding import Cell, Finding, Severity, setting_finding
from sheet_sync.core.rules.own_cells import read_own_cell
from sheet_sync.core.settings_sheet import setting_notes

if TYPE_CHECKING:
    from sheet_sync.core.book import Book
    from sheet_sync.core.interpret import Clean
    from sheet_sync.core.readings import Note
    from sheet_sync.core.records import CellRef
    from sheet_sync.core.rules.rule import KnownIds, Rule
    from sheet_sync.core.schema import Field
    from sheet_sync.core.tables import Table
    from sheet_sync.core.values import Content


def run(
    book: Book,
    rules: Sequence[Rule],
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    known_ids: KnownIds | None = None,
) -> tuple[Finding, ...]:
    """All findings of these rules, in the order of sheets, rows and columns.

    ``select`` and ``ignore`` name codes or their beginnings (``EM``, ``EM01``); nothing selected is all.
    """
    walk = _Walk([rule for rule in rules if is_wanted(rule.code, select, ignore)])
    walk.layout(book)
    for table in book.layout.tables.values():
        walk.table(book, table)
    walk.settings(book)
    walk.whole(book, known_ids)
    return _in_order(book, walk.findings)


def is_wanted(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
    """Whether a code is among those selected, and not ignored; both name codes or their beginnings."""
    selected = not select or any(code.startswith(start.upper()) for start in select)
    return selected and not any(code.startswith(start.upper()) for start in ignore)


def _in_order(book: Book, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By sheet as in the workbook, then row, column and code; what has no cell comes first.  Doubles are dropped:
    a sheet that holds two tables is read for both."""
    sheets = {grid.name: number for number, grid in enumerate(book.snapshot.grids)}
    unique = {(finding.cell, finding.code, finding.message): finding for finding in findings}

    def place(finding: Finding) -> tuple[int, int, int, str, str]:
        cell = finding.cell
        if cell is None:
            return (-1, 0, 0, finding.code, finding.message)
        return (sheets.get(cell.sheet, len(sheets)), cell.row, cell.column, finding.code, finding.message)

    return tuple(sorted(unique.values(), key=place))


_NOWHERE = 1 << 30
"""Beyond the last cell of any row: the index of a field that has no column."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What to read of each row: where it stands, under which key, and which rules want it besides its notes.

    ``field`` is ``None`` in a column of the user's own; ``clean`` sees the cells that are in order.
    """

    index: int
    key: str
    field: Field | None = None
    clean: Clean | None = None
    may_derive: bool = False
    rules: tuple[Rule, ...] = ()


@dataclass(slots=True)
class _Counted:
    """The first cell with a note of a kind, and how many there are."""

    cell: Cell
    note: Note
    number: int = 0


class _Walk:
    """The rules sorted by what they want, and the findings so far."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.findings: list[Finding] = []
        self._failed: set[str] = set()
        self._by_part: dict[str, list[Rule]] = {}
        self._by_kind: dict[str, dict[str, list[Rule]]] = {part: {} for part in ("notes", "once", "settings", "layout")}
        self._counted: dict[str, _Counted] = {}
        for rule in rules:
            self._by_part.setdefault(rule.where.part, []).append(rule)
            for kind in rule.where.kinds if rule.where.part in self._by_kind else ():
                self._by_kind[rule.where.part].setdefault(kind, []).append(rule)

    def layout(self, book: Book) -> None:
        """What the search for tables noted."""
        for note in book.layout.notes:
            for rule in self._by_kind["layout"].get(note.kind, ()):
                self._run(rule, note.where, note, book)

    def table(self, book: Book, table: Table) -> None:
        """Every row of a table: its cells, then the row as a whole."""
        rules = [
            rule for rule in self._by_part.get("rows", ()) if not rule.where.tables or table.name in rule.where.tables
        ]
        columns = self._columns(book, table)
        for entry in book.entries(table.name):
            self._cells(entry, columns)
            for rule in rules:
                self._run(rule, entry, entry)
            entry.forget()

    def settings(self, book: Book) -> None:
        """What the reading of the Settings sheet noted; a note that a table's cell may have too keeps its code."""
        for ref, note in setting_notes(book.layout, book.snapshot):
            for rule in self._by_kind["settings"].get(note.kind, ()):
                self._run(rule, ref, book, ref, note)
            for rule in self._by_kind["notes"].get(note.kind, ()) if note.do is not Do.READ else ():
                self._add(rule, setting_finding(book, ref, note))

    def whole(self, book: Book, known_ids: KnownIds | None) -> None:
        """What only the workbook as a whole can tell."""
        for rule in self._by_part.get("once", ()):
            for counted in (self._counted[kind] for kind in sorted(rule.where.kinds) if kind in self._counted):
                self._run(rule, counted.cell.entry.ref(counted.cell.key), counted.cell, counted.note, counted.number)
        for rule in self._by_part.get("workbook", ()):
            self._run(rule, None, book)
        if known_ids is not None:
            for rule in self._by_part.get("history", ()):
                self._run(rule, None, book, known_ids)

    def _columns(self, book: Book, table: Table) -> list[_Read]:
        """What to read of each row, in the order of the sheet; last, the fields that only other cells of it say.

        Of a value in several columns the first is read for all; what holds for any cell is said of the others.
        """
        read: list[_Read] = []
        names: set[str] = set()
        for column in table.columns:
            field = column.field
            if field is None or field.name in names:
                read.append(_Read(column.number - 1, column.key))
            else:
                names.add(field.name)
                read.append(self._read(book, table, field, column.number - 1))
        others = (field for field in table.schema.fields if field.name not in names and table.may_derive(field.name))
        return [*read, *(self._read(book, table, field, _NOWHERE) for field in others)]

    def _read(self, book: Book, table: Table, field: Field, index: int) -> _Read:
        rules = [one for one in self._by_part.get("cells", ()) if one.where.wants_field(table.name, field)]
        column = table.column(field.name)  # the column of a name's first part is none of the whole name
        is_whole = column is not None and column.number - 1 == index
        clean = clean_in_column(table, field, is_synced=book.snapshot.project_id is not None) if is_whole else None
        return _Read(index, field.name, field, clean, table.may_derive(field.name), tuple(rules))

    def _cells(self, entry: Entry, columns: list[_Read]) -> None:
        context = entry.book.context
        contents = entry.table.grid.rows.get(entry.number, ())
        filled = len(contents)
        for one in columns:
            content = contents[one.index] if one.index < filled else None
            if content is None and not one.may_derive:
                continue
            if one.field is None:
                self._notes(entry, one.key, content, read_own_cell(content))
                continue
            try:
                is_clean = content and one.clean is not None and one.clean(content, one.field, context) is not None
                notes = () if is_clean else entry.reading(one.key).notes
            except Exception as error:
                self._unread(entry, one.key, error)
                continue
            if notes:
                self._notes(entry, one.key, content, notes)
            for rule in one.rules:
                self._run(rule, entry.ref(one.key), Cell(entry, one.key, content))

    def _notes(self, entry: Entry, key: str, content: Content, notes: Iterable[Note]) -> None:
        for note in notes:
            for rule in self._by_kind["notes"].get(note.kind, ()):
                if rule.where.heard or note.do is not Do.READ:
                    self._run(rule, note.where or entry.ref(key), Cell(entry, key, content), note)
            if note.kind in self._by_kind["once"]:
                counted = self._counted.setdefault(note.kind, _Counted(Cell(entry, key, content), note))
                counted.number += 1

    def _unread(self, entry: Entry, field: str, error: Exception) -> None:
        for rule in self._by_part.get("unread", ()):
            self._run(rule, entry.ref(field), entry, field, error)

    def _run(self, rule: Rule, where: CellRef | Entry | None, *subject: Any) -> None:
        """Call a rule and stamp its code on what it finds; of a rule that fails, say so once (of a row's at its first
        cell)."""
        try:
            for finding in rule.function(*subject):
                self._add(rule, finding)
        except Exception as error:
            if rule.code not in self._failed:
                self._failed.add(rule.code)
                self.findings.append(_about_itself(rule, where, error))

    def _add(self, rule: Rule, finding: Finding) -> None:
        self.findings.append(replace(finding, code=rule.code, severity=finding.severity or rule.severity))


def _about_itself(rule: Rule, where: CellRef | Entry | None, error: Exception) -> Finding:
    return Finding(
        f"The check {rule.code} stopped here with a fault of its own ({type(error).__name__}: {error}).",
        f"Please report it. All other checks were done; to leave this one out: --ignore {rule.code}.",
        cell=where.ref(where.table.columns[0].key) if isinstance(where, Entry) else where,
        severity=Severity.WARNING,
        code=rule.code,
    )
