"""``init``: a new workbook, the sheets that an existing one lacks, or a new workbook out of another kind of sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.app.opening import CONFIG_NAME, find_config, open_replica, read_config
from sheet_sync.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheet_sync.core.book import Book
    from sheet_sync.core.changes import SheetSpec
    from sheet_sync.core.new_workbook.conversion import Conversion, Leftover

_SUFFIXES = {".xlsx", ".xlsm"}


@dataclass(frozen=True, slots=True)
class Made:
    """What ``init`` did: ``rows`` counts what was taken over from another workbook, by table; ``left`` is in no row."""

    path: Path
    is_new: bool
    added_sheets: tuple[str, ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    left: tuple[Leftover, ...] = ()
    config: Path | None = None
    is_default: bool = False
    """Whether a command that names no workbook now means this one, typed in the present folder."""
    other_default: str | None = None
    """The other workbook of that folder that such a command means instead."""


def init(path: Path, as_of: date, *, source: Path | None = None, dry_run: bool = False) -> Made:
    """Make the workbook, or add to it what it lacks.

    Raises:
        WrongUsage: the name does not end in .xlsx.
        Refused: ``source`` is given and the workbook exists already.
        WorkbookUnreadable: the workbook, or the source, cannot be read.
    """
    if path.suffix.lower() not in _SUFFIXES:
        raise WrongUsage(
            f"{path.name} does not end in .xlsx.",
            hint=f"Name the workbook, for example, {path.stem or 'interviews'}.xlsx.",
        )
    if source is not None:
        return _init_from(source, path, as_of, dry_run=dry_run)
    if path.exists():
        return _add_missing(path, as_of, dry_run=dry_run)
    if path.suffix.lower() != ".xlsx":
        raise WrongUsage(f"{path.name}: a new workbook has no macros.", hint=f"Name it {path.stem}.xlsx.")
    return _make(path, None, dry_run=dry_run)


def _make(path: Path, taken: Conversion | None, *, dry_run: bool) -> Made:
    from sheet_sync.core.new_workbook.conversion import left_sheet
    from sheet_sync.core.new_workbook.question_bank import QUESTION_BANK
    from sheet_sync.core.problems_sheet import problems_sheet
    from sheet_sync.excel.new.make import new_workbook
    from sheet_sync.excel.save import save

    tables, settings, left = (taken.tables, taken.settings, taken.left) if taken else ({}, {}, ())
    asked = [{"Topic": topic, "Ask": ask, "Question": question} for topic, ask, question in QUESTION_BANK]
    owned = (*([left_sheet(left)] if left else []), problems_sheet(()))
    config = None
    if not dry_run:
        save(path, [new_workbook({"Questions": asked, **tables}, settings, owned)], expected=None)
        config = _remember(path)
    return Made(
        path,
        is_new=True,
        rows={name: len(rows) for name, rows in tables.items()},
        left=left,
        config=config,
        is_default=_is_meant_in(Path.cwd(), path),
        other_default=_other_meant_by(path),
    )


def _init_from(source: Path, path: Path, as_of: date, *, dry_run: bool) -> Made:
    from sheet_sync.app.opening import no_tables
    from sheet_sync.core.book import Book
    from sheet_sync.core.new_workbook.conversion import converted

    if path.exists():
        raise Refused(
            f"{path.name} exists already, so nothing was written.", hint="Give the new workbook another name."
        )
    book = Book(open_replica(str(source)).read(), as_of)
    if not book.layout.tables:
        raise no_tables(str(source), book)
    return _make(path, converted(book), dry_run=dry_run)


def _add_missing(path: Path, as_of: date, *, dry_run: bool) -> Made:
    from sheet_sync.core.book import Book
    from sheet_sync.core.changes import AddSheet, Plan

    replica = open_replica(str(path))
    snapshot = replica.read()
    book = Book(snapshot, as_of)
    if book.layout.combined:
        raise Refused(
            f"{path.name} keeps people and talks in one row of the sheet {book.layout.combined}; "
            "sheet-sync needs a sheet for each, and leaves yours as it is.",
            hint=f"To make a new workbook out of it: sheet-sync init interviews.xlsx --from {path.name}",
        )
    specs = missing_sheets(book)
    if specs and not dry_run:
        replica.write(Plan(tuple(AddSheet(spec) for spec in specs)), snapshot)
    return Made(
        path,
        is_new=False,
        added_sheets=tuple(spec.name for spec in specs),
        found={name: table.grid.name for name, table in book.layout.tables.items()},
        config=None if dry_run else _remember(path),
    )


def missing_sheets(book: Book) -> list[SheetSpec]:
    """The sheets of tables that were not found, and of the settings; a name that is taken is not used twice."""
    from sheet_sync.core.new_workbook.new_sheets import question_sheet, settings_sheet, table_sheet
    from sheet_sync.core.problems_sheet import problems_sheet
    from sheet_sync.core.schema import TABLES

    specs = [
        question_sheet() if schema.name == "Questions" else table_sheet(schema)
        for schema in TABLES
        if schema.name not in book.layout.tables
    ]
    if book.layout.settings_sheet is None:
        specs.append(settings_sheet())
    specs.append(problems_sheet(()))
    taken = [spec.name for spec in specs[:-1] if book.snapshot.grid(spec.name) is not None]
    if taken:
        raise Refused(
            f"The workbook has a sheet named {taken[0]} that is not laid out as sheet-sync needs it.",
            where=book.snapshot.location,
            hint=f"Rename that sheet (a double-click on its tab), then run init again to get a sheet {taken[0]}.",
        )
    return [spec for spec in specs if book.snapshot.grid(spec.name) is None]


def _is_meant_in(folder: Path, path: Path) -> bool:
    """Whether commands that name no workbook mean this one, typed in that folder."""
    config = find_config(folder)
    if config is None:
        return False
    try:
        named = read_config(config).get("workbook")
    except WrongUsage:
        return False
    return isinstance(named, str) and (config.parent / named).resolve() == path.resolve()


def _other_meant_by(path: Path) -> str | None:
    """The workbook that commands typed in the new one's folder mean, where that is another one."""
    config = find_config(path.parent)
    if config is None or _is_meant_in(path.parent, path):
        return None
    try:
        named = read_config(config).get("workbook")
    except WrongUsage:
        return None
    return named if isinstance(named, str) and named else None


def _remember(path: Path) -> Path | None:
    """Write ``sheet-sync.toml`` beside the workbook, so that later commands need no name.

    ``None`` where one names this workbook already, or another one in this very folder: that is the user's choice.
    """
    config = path.parent / CONFIG_NAME
    if config.exists() or _is_meant_in(path.parent, path):
        return None
    name = path.name.replace("\\", "\\\\").replace('"', '\\"')
    config.write_text(f'# The workbook that sheet-sync works on in this folder.\nworkbook = "{name}"\n', "utf-8")
    return config
