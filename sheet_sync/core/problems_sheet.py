"""The Problems sheet: what ``check`` found, one row a finding, with a link to each cell.

It holds no moment and no count of runs, so that nothing is rewritten when nothing changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sheet_sync.core.changes import SheetSpec, Written
from sheet_sync.core.schema import PROBLEMS_SHEET
from sheet_sync.core.values import Formula

if TYPE_CHECKING:
    from sheet_sync.core.records import CellRef
    from sheet_sync.core.rules.finding import Finding

COLUMNS = ("Severity", "Cell", "Field", "What is wrong", "What to do", "Code")
WIDTHS = (10.0, 18.0, 18.0, 100.0, 100.0, 8.0)
"""Wide enough that nearly every sentence stands on one line: not every program makes a row as high as its text."""
_LINKS = frozenset({COLUMNS.index("Cell") + 1})
NOTHING = "Nothing is wrong."
MOST_ROWS = 5_000
"""Findings beyond these are counted in a last row; ``check`` lists them all."""


def problems_sheet(findings: Sequence[Finding], links: Mapping[str, str] | None = None) -> SheetSpec:
    """The sheet as it should be."""
    rows = (COLUMNS, *problems_rows(findings, links))
    return SheetSpec(name=PROBLEMS_SHEET, rows=rows, header_row=1, widths=WIDTHS, link_columns=_LINKS)


def problems_rows(
    findings: Sequence[Finding], links: Mapping[str, str] | None = None
) -> tuple[tuple[Written, ...], ...]:
    """The rows below the header, in the order of the findings; one friendly row where there are none.

    ``links`` is the snapshot's: what opens a sheet in a browser.
    """
    if not findings:
        return ((None, None, None, NOTHING, None, None),)
    rows = [_row(finding, links or {}) for finding in findings[:MOST_ROWS]]
    if len(findings) > MOST_ROWS:
        more = f"{len(findings) - MOST_ROWS:,} more are not listed here."
        rows.append((None, None, None, more, "sheet-sync check lists them all.", None))
    return tuple(rows)


def _row(finding: Finding, links: Mapping[str, str]) -> tuple[Written, ...]:
    where: Written = _link(finding.cell, links) if finding.cell is not None else finding.table or None
    severity = str(finding.severity)
    return (severity, where, finding.field or None, finding.message, finding.hint or None, finding.code)


def _link(cell: CellRef, links: Mapping[str, str]) -> Formula:
    """A link to the cell.  Within an Excel file it is ``#'Sheet'!A1``; a Google Sheet goes by the sheet's number."""
    base = links.get(cell.sheet)
    sheet = cell.sheet.replace("'", "''")
    target = f"{base}&range={cell.address}" if base else f"#'{sheet}'!{cell.address}"
    shown = str(cell)
    return Formula(f'HYPERLINK("{_in_quotes(target)}","{_in_quotes(shown)}")', shown)


def _in_quotes(text: str) -> str:
    return text.replace('"', '""')
