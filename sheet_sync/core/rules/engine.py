"""One walk through a workbook for all rules.

Tables may hold a hundred thousand rows: each cell is read once, handed to the rules that want it, and forgotten with
its row.  A rule that fails becomes a finding about itself, and the others still report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sheet_sync.core.readings import Do
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.own_cells import read_own_cell

if TYPE_CHECKING:
    from sheet_sync.core.book import Book, Entry
    from sheet_sync.core.records import CellRef
    from sheet_sync.core.rules.rule import KnownIds, Rule
    from sheet_sync.core.tables import Column, Table

    _Read = tuple[int, Column, str | None, list[Rule]]
    """Index in the row, the column, the field to read (``None``: the user's own), the rules that want its cells."""


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
    walk = _Walk([rule for rule in rules if _is_wanted(rule.code, select, ignore)])
    walk.layout(book)
    for table in book.layout.tables.values():
        walk.table(book, table)
    walk.whole(book, known_ids)
    return _in_order(book, walk.findings)


def _is_wanted(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
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


class _Walk:
    """The rules sorted by what they want, and the findings so far."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.findings: list[Finding] = []
        self._failed: set[str] = set()
        self._by_part: dict[str, list[Rule]] = {}
        self._by_note: dict[str, list[Rule]] = {}
        self._by_layout_note: dict[str, list[Rule]] = {}
        for rule in rules:
            self._by_part.setdefault(rule.where.part, []).append(rule)
            by_kind = {"notes": self._by_note, "layout": self._by_layout_note}.get(rule.where.part, {})
            for kind in rule.where.kinds:
                by_kind.setdefault(kind, []).append(rule)

    def layout(self, book: Book) -> None:
        """What the search for tables noted."""
        for note in book.layout.notes:
            for rule in self._by_layout_note.get(note.kind, ()):
                self._run(rule, note.where, note, book)

    def table(self, book: Book, table: Table) -> None:
        """Every row of a table: its cells, then the row as a whole."""
        rules = [
            rule for rule in self._by_part.get("rows", ()) if not rule.where.tables or table.name in rule.where.tables
        ]
        columns = self._columns(table)
        for entry in book.entries(table.name):
            self._cells(entry, columns)
            for rule in rules:
                self._run(rule, entry.ref(table.columns[0].key), entry)
            entry.forget()

    def whole(self, book: Book, known_ids: KnownIds | None) -> None:
        """What only the workbook as a whole can tell."""
        for rule in self._by_part.get("workbook", ()):
            self._run(rule, None, book)
        if known_ids is not None:
            for rule in self._by_part.get("history", ()):
                self._run(rule, None, book, known_ids)

    def _columns(self, table: Table) -> list[_Read]:
        """The columns in the order of the sheet; of a value in several columns only the first is read, for all."""
        seen: set[str] = set()
        columns = []
        for column in table.columns:
            field = column.field
            name = field.name if field is not None else None
            if name is not None and name in seen:
                name = None
            seen.add(name or "")
            wanting = [
                rule
                for rule in self._by_part.get("cells", ())
                if field is not None and name is not None and rule.where.wants_field(table.name, field)
            ]
            columns.append((column.number - 1, column, name, wanting))
        return columns

    def _cells(self, entry: Entry, columns: list[_Read]) -> None:
        contents = entry.table.grid.rows.get(entry.number, ())
        filled = len(contents)
        by_note = self._by_note
        for index, column, field, wanting in columns:
            if index >= filled or (content := contents[index]) is None:
                continue
            if field is None:
                notes = read_own_cell(content)
            else:
                try:
                    notes = entry.reading(field).notes
                except Exception as error:
                    self._unread(entry, field, error)
                    continue
            for note in notes:
                if note.do is not Do.READ:
                    for rule in by_note.get(note.kind, ()):
                        self._run(rule, entry.ref(column.key), Cell(entry, column, content), note)
            for rule in wanting:
                self._run(rule, entry.ref(column.key), Cell(entry, column, content))

    def _unread(self, entry: Entry, field: str, error: Exception) -> None:
        for rule in self._by_part.get("unread", ()):
            self._run(rule, entry.ref(field), entry, field, error)

    def _run(self, rule: Rule, where: CellRef | None, *subject: Any) -> None:
        """Call a rule and stamp its code on what it finds; of a rule that fails, say so once."""
        try:
            for finding in rule.function(*subject):
                self.findings.append(replace(finding, code=rule.code, severity=finding.severity or rule.severity))
        except Exception as error:
            if rule.code not in self._failed:
                self._failed.add(rule.code)
                self.findings.append(_about_itself(rule, where, error))


def _about_itself(rule: Rule, where: CellRef | None, error: Exception) -> Finding:
    return Finding(
        f"The check {rule.code} stopped here with a fault of its own ({type(error).__name__}: {error}).",
        f"Please report it. All other checks were done; to leave this one out: --ignore {rule.code}.",
        cell=where,
        severity=Severity.WARNING,
        code=rule.code,
    )
