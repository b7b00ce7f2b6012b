from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Entry
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.missing import is_blank, severity_of_missing
from sheet_sync.core.rules.rule import rows, rule


@rule("RQ01", Severity.ERROR, where=rows())
def required_cell_empty(entry: Entry) -> Iterator[Finding]:
    """A cell that must be filled is empty.

    A talk that is only asked for may have no date yet: there it is a hint.

    Wrong: a row in Interviews with a Contact and no Date.
    Right: the day of the talk, such as `2026-10-14`.
    """
    for field in entry.table.schema.required:
        if is_blank(entry, field.name):
            yield finding_at(
                entry,
                field.name,
                f"{field.name} is empty.",
                f"Fill it in: {field.about[:1].lower()}{field.about[1:]}",
                severity=severity_of_missing(entry, field),
            )
