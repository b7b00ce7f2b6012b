from __future__ import annotations

import re
from collections.abc import Iterator

from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import fields, rule
from sheet_sync.core.rules.words import quoted

_OUTSIDE = re.compile(r"^(?:[/\\~]|[A-Za-z]:|[a-z]+://)|(?:^|[/\\])\.\.(?:[/\\]|$)")


@rule("CO02", Severity.ERROR, where=fields("Attachment", table="Contacts"))
def attachment_outside_folder(cell: Cell) -> Iterator[Finding]:
    """An attachment lies outside the workbook's folder, so it is not attached.

    A workbook from someone else could otherwise mail out any file of yours.

    Wrong: `C:\\Users\\dana\\resume.pdf`, `../resume.pdf`.
    Right: `resume.pdf`, in the same folder as the workbook or in one below it.
    """
    path = str(cell.reading.value or "").strip()
    if _OUTSIDE.search(path):
        yield cell.finding(
            f"{quoted(path)} lies outside the workbook's folder, so it is not attached to letters.",
            "Copy the file into the workbook's folder and type only its name.",
        )
