"""The lossless edit: a plan carried out on a workbook of which every other byte stays as it was.

Everything is decided before anything is written: :func:`apply_plan` either refuses, or gives the whole new file as a
stream of pieces, to be saved by :mod:`sheet_sync.excel.save`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.core.changes import AddColumn, AddRow, AddSheet, DeleteRow, Plan, SetCell, SetProjectId
from sheet_sync.core.records import CellRef
from sheet_sync.errors import Refused
from sheet_sync.excel.file import faults

if TYPE_CHECKING:
    from sheet_sync.core.changes import Change
    from sheet_sync.excel.edit.edits import Edits
    from sheet_sync.excel.edit.workbook_edit import SheetEntry, WorkbookEdit
    from sheet_sync.excel.file.package import Package

    InSheet = SetCell | AddRow | AddColumn | DeleteRow

Value = str | int | float | bool | date | datetime | time | None
"""What :func:`patch_workbook` puts into a cell; ``None`` empties it and keeps its format."""


@dataclass(frozen=True, slots=True)
class Patched:
    """A new version of a workbook, decided but not yet packed.  ``notes`` say what was done otherwise than asked."""

    edits: Edits
    notes: tuple[str, ...] = ()

    def chunks(self) -> Iterator[bytes | memoryview]:
        """The bytes of the new file, in pieces."""
        from sheet_sync.excel.edit.repack import repack

        return repack(self.edits)

    def to_bytes(self) -> bytes:
        """The new file, whole."""
        return b"".join(self.chunks())


def patch_workbook(source: str | Path, target: str | Path, cells: Mapping[str, Value]) -> None:
    """Write a copy of a workbook in which some cells have another value, and nothing else is different.

    ``cells`` names cells as the spreadsheet does (``Sheet1!B2``, ``'My list'!A1``).  ``source`` and ``target`` may be
    the same file: it is then replaced at once, and never if it changed meanwhile.

    Raises:
        WorkbookUnreadable: the source cannot be read, or has no such sheet.
        Refused: a cell cannot be changed without damage, or the target cannot be written; nothing was written.
    """
    from sheet_sync.excel.file.package import Package
    from sheet_sync.excel.lock import refuse_open
    from sheet_sync.excel.save import save

    source, target = Path(source), Path(target)
    package = Package.open(source)
    plan = Plan(tuple(SetCell(_parsed(name), _checked(name, value)) for name, value in cells.items()))
    patched = apply_plan(package, plan)
    is_same = target.exists() and target.samefile(source)
    if target.exists():
        refuse_open(target)
    save(target, patched.chunks(), expected=package.fingerprint if is_same else None)


def _parsed(name: object) -> CellRef:
    try:
        return CellRef.parse(name if isinstance(name, str) else "")
    except ValueError as error:
        what = str(name) if isinstance(name, str) and name.strip() else repr(name)
        raise Refused(
            f"{what} does not name a cell.", where=what, hint="Name sheet and cell, such as Contacts!F7."
        ) from error


def _checked(name: str, value: object) -> Value:
    if value is None or isinstance(value, str | int | float | date | time):
        return value
    raise Refused(
        f"A {type(value).__name__} for {name} is nothing that a cell can hold.",
        where=name,
        hint="Give text, a number, true or false, a date, a time, or None to empty the cell.",
    )


def apply_plan(package: Package, plan: Plan) -> Patched:
    """Decide all changes of a plan that was made from this very file; nothing is written.

    Raises:
        Refused: a change cannot be made without damage.
        WorkbookUnreadable: the workbook lacks what the plan names, or contradicts itself.
    """
    from sheet_sync.excel.edit.verify import refuse_broken_markup
    from sheet_sync.excel.edit.workbook_edit import WorkbookEdit
    from sheet_sync.excel.file.budget import OverBudget
    from sheet_sync.excel.file.markup import BadXml

    book = WorkbookEdit(package)
    if not plan:
        return Patched(book.edits)
    try:
        book.refuse_untouchable()
        _apply(book, plan.changes)
        refuse_broken_markup(book.edits)
    except OverBudget as error:
        raise faults.too_big(package.name, str(error)) from error
    except BadXml as error:
        raise package.bad_xml("a part that changes", error) from error
    except (ValueError, KeyError, IndexError, OverflowError) as error:
        raise faults.damaged(package.name, f"{type(error).__name__}: {error}") from error
    return Patched(book.edits, tuple(book.notes))


def _apply(book: WorkbookEdit, changes: tuple[Change, ...]) -> None:
    by_sheet: dict[str, list[SetCell | AddRow | AddColumn | DeleteRow]] = {}
    for change in changes:
        if isinstance(change, SetCell | AddRow | AddColumn | DeleteRow):
            name = change.ref.sheet if isinstance(change, SetCell) else change.sheet
            by_sheet.setdefault(book.sheet(name).name, []).append(change)
    for name, here in by_sheet.items():
        _apply_to_sheet(book, book.sheet(name), here)
    specs = [change.spec for change in changes if isinstance(change, AddSheet)]
    if specs:
        from sheet_sync.excel.edit.newsheets import add_sheets

        add_sheets(book, specs)
    for change in changes:
        if isinstance(change, SetProjectId):
            from sheet_sync.excel.edit.project_id import set_project_id

            set_project_id(book, change.project_id)
    book.finish(touched_cells=bool(by_sheet or specs))


def _apply_to_sheet(book: WorkbookEdit, entry: SheetEntry, changes: list[InSheet]) -> None:
    """Room for new rows first, then cells, columns and rows as they stand, rows that go last."""
    from sheet_sync.excel.edit.columns import add_columns, set_cells
    from sheet_sync.excel.edit.sheet_edit import SheetEdit

    adds_rows = any(isinstance(change, AddRow) for change in changes)
    if adds_rows:
        from sheet_sync.excel.edit.addrows import add_rows, make_room

        changes = make_room(book, entry, changes)
    sheet = SheetEdit(book, entry)
    set_cells(sheet, [change for change in changes if isinstance(change, SetCell)])
    add_columns(sheet, [change for change in changes if isinstance(change, AddColumn)])
    if adds_rows:
        add_rows(sheet, [change for change in changes if isinstance(change, AddRow)])
    sheet.finish()
    deletes = [change for change in changes if isinstance(change, DeleteRow)]
    if deletes:
        from sheet_sync.excel.edit.delete import delete_rows

        delete_rows(book, entry, deletes)
