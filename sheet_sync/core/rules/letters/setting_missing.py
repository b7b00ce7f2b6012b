from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.records import CellRef
from sheet_sync.core.rules.finding import Finding, Severity
from sheet_sync.core.rules.rule import rule, workbook
from sheet_sync.core.rules.words import listed
from sheet_sync.core.schema import SETTINGS_SHEET
from sheet_sync.core.settings_sheet import setting_cells

_NEEDED = (
    ("Your name", "your_name", Severity.WARNING, "Letters end with it."),
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
    if book.layout.settings_sheet is None:
        yield Finding(
            f"There is no Settings sheet, so letters do not know {listed(name for name, *_ in _NEEDED)}.",
            "To add it, run sheet-sync init with your workbook's name.",
            table=SETTINGS_SHEET,
        )
        return
    cells = {setting.name: ref for setting, ref, _ in setting_cells(book.layout, book.snapshot)}
    for name, attribute, severity, why in _NEEDED:
        if not getattr(book.settings, attribute):
            yield _about(name, cells.get(name), why, severity, book.layout.settings_sheet)


def _about(name: str, cell: CellRef | None, why: str, severity: Severity, sheet: str) -> Finding:
    return Finding(
        f"{name} is empty." if cell else f"{name} is missing from the {sheet} sheet.",
        f"{why} {'Fill it in.' if cell else f'Add a row: {name} in column A, what it should be in column B.'}",
        table=SETTINGS_SHEET,
        cell=cell or CellRef(sheet, 1, 1),
        field=name,
        severity=severity,
    )
