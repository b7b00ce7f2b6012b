"""Saved results of formulas that are not true any more.

Excel calculates everything anew on opening when the workbook asks for it (``fullCalcOnLoad``), so the saved results can
stay for those who read without calculating.  LibreOffice does not look at that, and shows saved results as they are
unless it is told otherwise in its settings.  A formula without a saved result, however, it always calculates.  So in a
workbook that another program than Excel saved last, the results that a change may have made untrue are taken out.
Source: LibreOffice, sc/source/filter/oox/workbookfragment.cxx (recalcFormulaCells); tests/excel/test_patch_recalc.py.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.records import Area
from sheet_sync.excel.edit import splice
from sheet_sync.excel.edit.rowedit import parse_row
from sheet_sync.excel.edit.rowmove import references
from sheet_sync.excel.edit.sheet_edit import SheetEdit
from sheet_sync.excel.read.formulas import SharedFormula

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sheet_sync.excel.edit.rowedit import Cell, Row, Splice
    from sheet_sync.excel.edit.workbook_edit import WorkbookEdit

_MAX_READ = 2_000_000
"""Characters of formulas that are read, in some three seconds; what stands further on is taken for changed."""
_ROUNDS = 30
"""Steps from formula to formula that are followed; what hangs on longer chains is taken for changed."""
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_UNCLEAR = re.compile(
    r"\b(?:INDIRECT|OFFSET)\(|\[|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|[A-Za-z_\\][\w.\\]*(?![\w.\\(])", re.IGNORECASE
)
_WORDS = frozenset({"true", "false", "ref", "n", "div", "value", "name", "null", "num", "a"})

Cells = dict[str, dict[int, set[int]]]
"""Sheet (in lower case) to row to columns."""


def is_saved_by_excel(book: WorkbookEdit) -> bool:
    """Whether the document's properties, or else the workbook itself, name Excel as the program that saved it."""
    for part in book.edits.related("", "extended-properties") + book.edits.related("", "extendedProperties"):
        data = book.edits.read(part)
        for tag in splice.tags(data):
            if tag.local == b"Application" and not tag.is_end:
                return data[tag.end : tag.end + 9] == b"Microsoft"
    tags = splice.tags(book.edits.read(book.part))
    return any(tag.local == b"fileVersion" and tag.get(b"appName") == "xl" for tag in tags)


@dataclass(slots=True)
class _Formula:
    """A formula with a saved result: where it stands and which areas it looks at, ``None`` where that is unclear."""

    sheet: str
    row: int
    column: int
    looks_at: list[tuple[str, Area]] | None


def forget_stale(book: WorkbookEdit, changed: Cells) -> None:
    """Take out the results that hang on the changed cells (on anything, where rows were moved)."""
    sheets = [SheetEdit(book, entry) for entry in book.worksheets()]
    with_formulas = [sheet for sheet in sheets if sheet.index.has_formulas]
    reader = _Reader(_MAX_READ)
    formulas = [formula for sheet in with_formulas for formula in reader.formulas(sheet)]
    stale = formulas if book.moved_rows else _stale(formulas, changed)
    by_sheet: Cells = defaultdict(lambda: defaultdict(set))
    for formula in stale:
        by_sheet[formula.sheet][formula.row].add(formula.column)
    for sheet in with_formulas:
        if rows := by_sheet.get(sheet.entry.name.casefold()):
            _forget(sheet, rows)


@dataclass(slots=True)
class _Reader:
    """Reads the formulas of a workbook; ``left`` are the characters that it still may.

    A few bytes in a file can be hundreds of megabytes of formulas: one long text that all cells of a sheet share.
    """

    left: int

    def formulas(self, sheet: SheetEdit) -> Iterator[_Formula]:
        name = sheet.entry.name.casefold()
        shared: dict[str, SharedFormula] = {}
        for row in sheet.scan(1, max(sheet.index.numbers), holding=b"f"):
            for column, cell in row.cells.items():
                if (formula := cell.formula) is None:
                    continue
                number = (formula.open.get(b"si") or "") if formula.open.get(b"t") == "shared" else None
                is_other = number is not None and formula.open.get(b"ref") is None
                told = shared.get(number or "") if is_other else None
                own = splice.unescaped(row.content(formula)) if told is None else ""
                if number is not None and not is_other:
                    shared[number] = SharedFormula(own, row.number, column)
                if b"v" in cell.parts:
                    yield _Formula(name, row.number, column, self._looks_at(told or own, name, row.number, column))

    def _looks_at(
        self, formula: SharedFormula | str, home: str, row: int, column: int
    ) -> list[tuple[str, Area]] | None:
        self.left -= len(formula if isinstance(formula, str) else formula.text)
        if self.left < 0:
            return None
        return looks_at(formula if isinstance(formula, str) else formula.at(row, column), home)


def looks_at(formula: str, home: str) -> list[tuple[str, Area]] | None:
    """The areas that a formula looks at, ``None`` where only calculating it would tell (names, whole columns)."""
    found: list[tuple[str, Area]] = []
    rest: list[str] = []
    done = 0
    for reference in references(formula):
        sheet = (reference.sheet or home).casefold()
        if ":" in sheet:
            return None
        last = reference.last or reference.first
        if not re.search("[A-Za-z]", reference.first):  # whole rows
            return None
        found.append((sheet, Area.parse(f"{reference.first}:{last}")))
        rest.append(formula[done : reference.outset])
        done = reference.end
    rest.append(formula[done:])
    words = _UNCLEAR.findall(_TEXT.sub("", " ".join(rest)))
    return None if any(word.lower().rstrip("(") not in _WORDS for word in words) else found


def _stale(formulas: list[_Formula], changed: Cells) -> list[_Formula]:
    dirty: Cells = defaultdict(lambda: defaultdict(set))
    for sheet, rows in changed.items():
        for row, columns in rows.items():
            dirty[sheet.casefold()][row] |= columns
    stale: list[_Formula] = []
    left = formulas
    for _ in range(_ROUNDS):
        hit = [formula for formula in left if formula.looks_at is None or _meets(formula.looks_at, dirty)]
        if not hit:
            return stale
        stale += hit
        known = set(map(id, hit))
        left = [formula for formula in left if id(formula) not in known]
        for formula in hit:
            dirty[formula.sheet][formula.row].add(formula.column)
    return stale + left


def _meets(areas: Iterable[tuple[str, Area]], dirty: Cells) -> bool:
    for sheet, area in areas:
        rows = dirty.get(sheet)
        if not rows:
            continue
        few = area.bottom - area.top < len(rows)
        for row in range(area.top, area.bottom + 1) if few else rows:
            if area.top <= row <= area.bottom and any(area.left <= c <= area.right for c in rows.get(row, ())):
                return True
    return False


def _forget(sheet: SheetEdit, rows: dict[int, set[int]]) -> None:
    splices: list[Splice] = []
    positions = {p: number for number in rows if (p := sheet.index.position(number)) is not None}
    for position, data in sheet.index.fetch(positions).items():
        row = parse_row(data, positions[position])
        start = sheet.index.span(position)[0]
        for column in rows[row.number]:
            splices += [(start + a, start + b, new) for a, b, new in _without_result(row, row.cells[column])]
    sheet.put(splices)


def _without_result(row: Row, cell: Cell) -> list[Splice]:
    value = cell.parts[b"v"]
    splices: list[Splice] = [(value.start, value.end, b"")]
    if cell.tag.get(b"t") is not None:
        splices.append((cell.tag.start, cell.tag.end, splice.with_attributes(cell.tag, {b"t": None})))
    return splices
