from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity
from sheet_sync.core.rules.rule import rule, workbook
from sheet_sync.core.rules.words import listed

_NEEDED = {"Contacts": Severity.ERROR, "Interviews": Severity.WARNING}
_WITHOUT = {
    "Contacts": "Without the people you know nothing else works.",
    "Interviews": "Without it no thank-yous can be followed up.",
}
_USEFUL = ("Questions", "Answers", "Touches", "Letters")


@rule("SH01", Severity.ERROR, where=workbook())
def sheet_missing(book: Book) -> Iterator[Finding]:
    """A sheet is missing.

    A table is found by its headers, whatever its sheet is called.  Contacts is needed for everything, Interviews for
    thank-yous; the others are a hint.

    Wrong: a workbook without a sheet that has the columns Contact and Date.
    Right: a sheet Interviews; `sheet-sync init` adds the sheets that are missing and leaves the rest.
    """
    for name, severity in _NEEDED.items():
        if name not in book.layout.tables:
            yield Finding(
                f"There is no sheet for {name}.",
                f"{_WITHOUT[name]} To add it, run sheet-sync init with your workbook's name.",
                table=name,
                severity=severity,
            )
    absent = [name for name in _USEFUL if name not in book.layout.tables]
    if absent:
        yield Finding(
            f"There is no sheet for {listed(absent)}.",
            "They are not needed. To add what is missing, run sheet-sync init with your workbook's name.",
            table=absent[0],
            severity=Severity.INFO,
        )
