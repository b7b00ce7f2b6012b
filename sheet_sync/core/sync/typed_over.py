"""What people typed over computed columns: it stays, and a finding says so, in ``check`` as in ``sync``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sheet_sync.core.computed import computed
from sheet_sync.core.readings import Do, Note
from sheet_sync.core.rules import RULES_BY_CODE, Finding
from sheet_sync.core.rules.finding import Cell
from sheet_sync.core.sync.synced import COMPUTED, RowId
from sheet_sync.core.values import Content, ErrorValue, Formula, Scalar, same, shown

if TYPE_CHECKING:
    from sheet_sync.core.book import Book
    from sheet_sync.core.sync.sync_state import ToolCell, ToolCells

CODE = "ID04"
Typed = tuple[str, RowId, str]
"""Table, row and field."""


def find_typed(book: Book, tool: ToolCells) -> Iterator[Typed]:
    """The cells of computed columns that hold neither what the tool would write nor what it wrote last."""
    wanted = computed(book)
    for table, fields in COMPUTED.items():
        for entry in book.entries(table):
            known = tool.get(table, {}).get(entry.id or "", {})
            values = wanted.get((table, entry.number), {})
            for name in fields:
                if _is_typed(entry.content(name), values.get(name), known.get(name)):
                    yield table, entry.id or "", name


def _is_typed(content: Content, value: Scalar, known: ToolCell | None) -> bool:
    if content is None or isinstance(content, Formula | ErrorValue) or same(content, value) or known is None:
        return False
    return known.is_typed or not same(content, known.value)


def typed_findings(book: Book, typed: Iterable[Typed]) -> list[Finding]:
    """What was typed over computed cells, each as a finding with the way out."""
    rule = RULES_BY_CODE[CODE]
    findings: list[Finding] = []
    for table, row, name in typed:
        entry, found = book.by_id(table, row), book.layout.tables[table].column(name)
        if entry is None or found is None:
            continue
        content = entry.content(name)
        note = Note(
            "typed-in-computed-column",
            Do.FLAG,
            f"{name} is filled by sheet-sync, but here stands what you typed: {shown(content)}.",
            _WAY_OUT[table],
        )
        findings += [
            replace(finding, code=rule.code, severity=finding.severity or rule.severity)
            for finding in rule.function(Cell(entry, name, content), note)
        ]
    return findings


_WAY_OUT = {
    "Contacts": "It is kept. To have the column filled, add the contact to Touches with its date and empty this cell.",
    "Interviews": "It is kept. To have the column filled, empty this cell; say in Thank-you sent when you sent it.",
}
