from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.missing import severity_of_missing
from sheet_sync.core.rules.rule import notes, rule


@rule("TX02", Severity.INFO, where=notes("placeholder"))
def placeholder(cell: Cell, note: Note) -> Iterator[Finding]:
    """A stand-in such as TBD, N/A or ? is read as an empty cell.

    It stays as it is until you type the value.  In a column that must be filled it is an error, as an empty cell is.

    Wrong: `TBD` in Date of a talk that is agreed.
    Right: the date, or an empty cell while there is none.
    """
    schema = cell.entry.table.schema
    field = schema.field(cell.key) if schema.has(cell.key) else None
    severity = severity_of_missing(cell.entry, field) if field is not None and field.required else None
    yield cell.noted(note, severity=severity)
