"""What ``check`` found, as text, JSON, CSV or a page to open in a browser."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sheet_sync.core.rules import Severity
from sheet_sync.core.rules.words import counted, exactly, listed, quoted
from sheet_sync.core.values import shown

if TYPE_CHECKING:
    from sheet_sync.app.check import Checked
    from sheet_sync.core.rules import Finding
    from sheet_sync.core.rules.fixing import Fixed
    from sheet_sync.output.terminal import Terminal

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_NOUNS = {"error": "error", "warning": "warning", "info": "hint"}
_WIDEST_CELL = 28
_LEAST_ROOM = 45
"""Characters for the text beside cell and code, below which it stands under them."""
_NO_CELL = "-"


def print_text(checked: Checked, terminal: Terminal) -> None:
    """The findings by sheet, a line each; on a terminal under the sheets' names, and wrapped to its width."""
    if checked.is_fix:
        _print_fixed(checked, terminal)
    findings = [f for f in checked.findings if not (terminal.quiet and f.severity is Severity.INFO)]
    cells = [_cell(finding) for finding in findings]
    width = min(max(map(len, cells), default=0), _WIDEST_CELL)
    for sheet, group in groupby(findings, key=_sheet):
        if terminal.is_interactive:
            terminal.heading(sheet or "The workbook")
        for finding in group:
            _print_finding(finding, width, checked, terminal)
        if terminal.is_interactive:
            terminal.result()
    terminal.say(summary(checked))


def _print_finding(finding: Finding, width: int, checked: Checked, terminal: Terminal) -> None:
    assert finding.severity is not None
    severity = terminal.style(f"{finding.severity.value:<7}", _COLOURS[finding.severity])
    start = f"{_cell(finding):<{width}}  {severity}  {finding.code}  "
    text = " ".join(f"{finding.message} {finding.hint}".split())
    if checked.is_fix and (why := checked.why_left(finding)):
        text += f" (Not mended: {why}.)"
    if not terminal.is_interactive:
        terminal.result(start + text)
        return
    indent = width + 2 + 7 + 2 + len(finding.code) + 2
    columns = shutil.get_terminal_size().columns
    if columns - indent < _LEAST_ROOM:  # the text goes below, over the whole width
        lines = textwrap.wrap(text, max(columns - 4, 20), break_long_words=False)
        terminal.result("\n    ".join([f"{_cell(finding)}  {severity.strip()}  {finding.code}", *lines]))
        return
    terminal.result(start + f"\n{' ' * indent}".join(textwrap.wrap(text, columns - indent) or [""]))


def _cell(finding: Finding) -> str:
    return str(finding.cell) if finding.cell is not None else finding.table or _NO_CELL


def _sheet(finding: Finding) -> str:
    return finding.cell.sheet if finding.cell is not None else ""


def _print_fixed(checked: Checked, terminal: Terminal) -> None:
    if not checked.fixed:
        terminal.say("Nothing to mend: what is left needs you." if checked.findings else "Nothing to mend.")
        return
    terminal.heading("Would be mended" if checked.dry_run else "Mended")
    rows = [
        (_cell_of(one), one.change.field, exactly(one.change.old), exactly(one.change.value), _codes(one))
        for one in checked.fixed
    ]
    terminal.table(("Cell", "Field", "It said", "It says" if not checked.dry_run else "It would say", "Code"), rows)
    terminal.result()
    if checked.findings:
        terminal.heading("Left for you")


def _cell_of(fixed: Fixed) -> str:
    return str(fixed.change.ref)


def _codes(fixed: Fixed) -> str:
    return ", ".join(dict.fromkeys(finding.code for finding in fixed.findings))


def summary(checked: Checked) -> str:
    """The last line: how many of each, and what can be done about them."""
    numbers = [counted(number, _NOUNS[name]) for name, number in checked.counts.items() if number]
    if not numbers:
        return "Nothing is wrong."
    fixable = sum(finding.fixable for finding in checked.findings)
    said = f"{listed(numbers)}."
    if fixable and not checked.is_fix:
        said += f" Of these, {fixable} can be mended for you: add --fix (or --fix --dry-run to look first)."
    code = min(checked.findings, key=lambda one: list(Severity).index(one.severity or Severity.INFO)).code
    return f"{said} What a code means: sheet-sync explain {code}"


def document(checked: Checked) -> dict[str, Any]:
    """The findings as the JSON document that scripts depend on."""
    made: dict[str, Any] = {
        "version": 1,
        "findings": [_as_mapping(finding) for finding in checked.findings],
        "counts": checked.counts,
    }
    if checked.is_fix:
        made["dry_run"] = checked.dry_run
        made["fixed"] = [_fixed_as_mapping(one) for one in checked.fixed]
    return made


def _as_mapping(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "table": finding.table,
        "cell": finding.cell,
        "field": finding.field,
        "row": finding.row,
        "value": shown(finding.value),
        "message": finding.message,
        "hint": finding.hint,
        "fixable": finding.fixable,
    }


def _fixed_as_mapping(one: Fixed) -> dict[str, Any]:
    change = one.change
    return {
        "cell": change.ref,
        "table": change.table,
        "field": change.field,
        "row": change.row_id,
        "old": shown(change.old),
        "new": change.value,
        "codes": list(dict.fromkeys(finding.code for finding in one.findings)),
    }


def render_json(checked: Checked) -> str:
    """The findings as JSON text."""
    from sheet_sync.output.as_json import as_json

    return as_json(document(checked))


CSV_HEADER = ("severity", "cell", "field", "message", "hint", "code", "table", "row", "value", "fixable")


def render_csv(checked: Checked) -> str:
    """The findings as CSV; text that a spreadsheet would take for a formula is made harmless."""
    from sheet_sync.output.as_csv import as_csv

    return as_csv(CSV_HEADER, (_csv_row(_as_mapping(finding)) for finding in checked.findings))


def _csv_row(made: dict[str, Any]) -> list[Any]:
    from sheet_sync.core.values import ErrorValue

    made["cell"] = str(made["cell"] or "")
    made["fixable"] = "yes" if made["fixable"] else "no"
    if isinstance(made["value"], ErrorValue):
        made["value"] = str(made["value"])
    return [made[name] for name in CSV_HEADER]


def render_html(checked: Checked) -> str:
    """The findings as one page that needs nothing from the network; whatever a cell holds is shown as text."""
    from sheet_sync.output.pages import render_page

    groups = [(sheet or "The workbook", list(group)) for sheet, group in groupby(checked.findings, key=_sheet)]
    return render_page(
        "findings.html.j2",
        name=_name(checked.location),
        as_of=checked.book.as_of,
        summary=_counts_in_words(checked),
        groups=groups,
        cell=_cell,
        said=quoted,
        links=dict(checked.book.snapshot.links),
    )


def _counts_in_words(checked: Checked) -> str:
    numbers: Iterable[str] = (counted(number, _NOUNS[name]) for name, number in checked.counts.items() if number)
    return listed(numbers) or "Nothing is wrong"


def _name(location: str) -> str:
    return location.replace("\\", "/").rstrip("/").rpartition("/")[2] or location
