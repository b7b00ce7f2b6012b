from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.records import CellRef
from sheet_sync.core.rules.finding import Finding, Severity
from sheet_sync.core.rules.rule import rule, workbook
from sheet_sync.core.schema import SETTINGS_SHEET, header_key

_NEEDED = (
    ("Your name", "your_name", Severity.WARNING, "Letters end with your name."),
    ("Your email", "your_email", Severity.INFO, "Letters say how you can be reached."),
    ("Goal", "goal", Severity.INFO, "Letters that ask for a talk say what you want to learn."),
)


@rule("LE01", Severity.WARNING, where=workbook())
def setting_missing(book: Book) -> Iterator[Finding]:
    """A setting is empty that letters need.

    Letters are drafted all the same, with a gap in square brackets for you to fill in.

    Wrong: an empty cell beside Your name on the Settings sheet.
    Right: your name as it should stand under a letter.
    """
    if not book.contacts:
        return
    for name, attribute, severity, why in _NEEDED:
        if not getattr(book.settings, attribute):
            cell = _find_cell(book, name)
            where = f"on the {cell.sheet} sheet" if cell else "in a sheet named Settings, beside the words"
            yield Finding(
                f"{name} is missing from the settings.",
                f"{why} Type it {where}{'' if cell else f' {name}'}.",
                table=SETTINGS_SHEET,
                cell=cell,
                field=name,
                severity=severity,
            )


def _find_cell(book: Book, name: str) -> CellRef | None:
    """The cell for the value of a setting, or ``None`` where its row is not there."""
    grid = book.snapshot.grid(book.layout.settings_sheet) if book.layout.settings_sheet else None
    for row, contents in grid.rows.items() if grid is not None else ():
        for column, content in enumerate(contents, start=1):
            if isinstance(content, str) and header_key(content) == header_key(name):
                return CellRef(grid.name, row, column + 1) if grid is not None else None
    return None
