"""A whole workbook after rows of one of its sheets were taken out or put in: all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.records import Area
from sheet_sync.excel.edit import splice
from sheet_sync.excel.edit.growth import parts_of
from sheet_sync.excel.edit.movearound import move_sheet_parts, moved_tail
from sheet_sync.excel.edit.moverows import RowMover
from sheet_sync.excel.edit.rowmove import Obstacle, RowMove, moved
from sheet_sync.excel.edit.sheet_edit import SheetEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from sheet_sync.excel.edit.workbook_edit import SheetEntry, WorkbookEdit

_IN_TABLES = frozenset({b"calculatedColumnFormula", b"totalsRowFormula"})
_CONTROL_FORMULAS = (b"fmlaLink", b"fmlaRange", b"fmlaTxbx", b"fmlaGroup")


def move_rows(book: WorkbookEdit, entry: SheetEntry, move: RowMove) -> None:
    """Carry a move out on every part that it concerns; the overlay is as it was where that is impossible.

    Raises:
        Obstacle: something refers to the rows and cannot be adjusted.
    """
    before = book.edits.state()
    try:
        _refuse_unknown(book)
        for other in book.worksheets():
            _move_sheet(book, other, move, is_home=other == entry)
        move_sheet_parts(book, entry, move)
        _move_names(book, move)
        for part in parts_of(book, "drawingml.chart+xml", "chartex+xml"):
            _move_texts(book, part, frozenset({b"f"}), move, None)
        for part in parts_of(book, "drawing+xml"):
            _move_attributes(book, part, (b"textlink",), move, None)
        for part in parts_of(book, "pivotCacheDefinition+xml"):
            _move_source(book, part, move)
    except Obstacle:
        book.edits.restore(before)
        raise
    book.moved_rows = True


def _refuse_unknown(book: WorkbookEdit) -> None:
    if book.edits.related(book.part, "volatileDependencies"):
        raise Obstacle("the workbook has cells that other programs feed")
    for part in parts_of(book, "webextension+xml"):
        if b"binding " in book.edits.read(part):
            raise Obstacle("the workbook has an add-in that is bound to cells")


def _move_sheet(book: WorkbookEdit, entry: SheetEntry, move: RowMove, *, is_home: bool) -> None:
    sheet = SheetEdit(book, entry)
    rows = RowMover(sheet, move, is_home).run()
    head = _moved_head(sheet.head, move) if is_home else sheet.head
    tail = moved_tail(sheet.tail, move, entry.name, is_home=is_home)
    if rows is not None or head != sheet.head or tail != sheet.tail:
        pieces = [head, *(rows if rows is not None else sheet.index.rows()), tail]
        book.edits.write_stream(entry.part, lambda: iter(pieces))
    for part in book.edits.related(entry.part, "table"):
        if is_home:
            _move_areas(book, part, move)
        _move_texts(book, part, _IN_TABLES, move, entry.name)
    for part in book.edits.related(entry.part, "ctrlProp"):
        _move_attributes(book, part, _CONTROL_FORMULAS, move, entry.name)


def _moved_head(head: bytes, move: RowMove) -> bytes:
    for tag in splice.tags(head):
        if tag.local == b"dimension" and (ref := tag.get(b"ref")) and (new := move.sqref(ref)):
            return head[: tag.start] + splice.with_attributes(tag, {b"ref": new}) + head[tag.end :]
    return head


def _edit(
    book: WorkbookEdit, part: str, splices_of: Callable[[bytes, splice.Tag], list[tuple[int, int, bytes]]]
) -> None:
    data = book.edits.read(part)
    splices = [one for tag in splice.tags(data) if not tag.is_end for one in splices_of(data, tag)]
    if splices:
        book.edits.write(part, splice.spliced(data, splices))


def _move_areas(book: WorkbookEdit, part: str, move: RowMove) -> None:
    """The areas of a table, its filter and its sorting."""

    def areas(_data: bytes, tag: splice.Tag) -> list[tuple[int, int, bytes]]:
        told = tag.get(b"ref")
        if not told:
            return []
        new = move.sqref(told)
        if not new and tag.local == b"table":
            raise Obstacle("a table lies in it", [Area.parse(told).top])
        if not new or new == told:
            return []
        return [(tag.start, tag.end, splice.with_attributes(tag, {b"ref": new}))]

    _edit(book, part, areas)


def _move_texts(book: WorkbookEdit, part: str, names: frozenset[bytes], move: RowMove, home: str | None) -> None:
    """The formulas that are the text of elements of some names."""

    def texts(data: bytes, tag: splice.Tag) -> list[tuple[int, int, bytes]]:
        if tag.local not in names or tag.is_empty:
            return []
        end = data.index(b"<", tag.end)
        old = splice.unescaped(data[tag.end : end])
        new = moved(old, move, home)
        return [(tag.end, end, splice.escaped(new))] if new != old else []

    _edit(book, part, texts)


def _move_names(book: WorkbookEdit, move: RowMove) -> None:
    _move_texts(book, book.part, frozenset({b"definedName"}), move, None)


def _move_attributes(book: WorkbookEdit, part: str, names: tuple[bytes, ...], move: RowMove, home: str | None) -> None:
    """The formulas that are attributes: the cell that a check box or a shape shows."""

    def attributes(_data: bytes, tag: splice.Tag) -> list[tuple[int, int, bytes]]:
        changes: dict[bytes, str | None] = {}
        for name in names:
            old = tag.get(name)
            if old and (new := moved(old, move, home)) != old:
                changes[name] = new
        return [(tag.start, tag.end, splice.with_attributes(tag, changes))] if changes else []

    _edit(book, part, attributes)


def _move_source(book: WorkbookEdit, part: str, move: RowMove) -> None:
    def source(_data: bytes, tag: splice.Tag) -> list[tuple[int, int, bytes]]:
        ref = tag.get(b"ref") if tag.local == b"worksheetSource" else None
        if not ref or not move.is_for(tag.get(b"sheet") or ""):
            return []
        new = move.sqref(ref)
        if not new:
            raise Obstacle("a pivot table is made from it", [Area.parse(ref).top])
        return [(tag.start, tag.end, splice.with_attributes(tag, {b"ref": new}))] if new != ref else []

    _edit(book, part, source)
