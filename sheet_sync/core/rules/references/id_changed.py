from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sheet_sync.core.book import Book, Entry
from sheet_sync.core.ids import tidy_id
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.likeness import folded
from sheet_sync.core.rules.rule import KnownIds, history, rule


@rule("ID02", Severity.ERROR, where=history())
def id_changed(book: Book, known_ids: KnownIds) -> Iterator[Finding]:
    """The ID of a row was changed, so its history and its letters no longer belong to it.

    Wrong: `c-7k3f9q2n` where sheet-sync once wrote `c-7k3f9q2m`.
    Right: the ID as it was.
    """
    for name in book.layout.tables:
        known = known_ids.get(name, {})
        present = {tidy_id(entry.id): entry for entry in book.entries(name) if entry.id}
        lost = {_identity(values): id_ for id_, values in known.items() if tidy_id(id_) not in present}
        lost.pop((), None)
        for id_, entry in present.items() if lost else ():
            if id_ not in known and (was := lost.get(_identity(_values_of(entry)))):
                yield finding_at(
                    entry,
                    "ID",
                    f"The ID of this row was {was} and is now {entry.id}.",
                    f"Type {was} again, so that the row keeps its history.",
                )


_IDENTIFYING = ("Email", "Name", "Organization", "Contact", "Date", "Question", "Interview", "Subject")


def _values_of(entry: Entry) -> Mapping[str, Any]:
    return {field: entry.value(field) for field in _IDENTIFYING if entry.table.schema.has(field)}


def _identity(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells a row from others beside its ID; empty where there is too little to tell."""
    parts = " ".join(str(values[part]) for part in ("Name/first", "Name/last") if values.get(part))
    said = tuple(folded(str(values.get(field) or (parts if field == "Name" else ""))) for field in _IDENTIFYING)
    return said if sum(map(bool, said)) > 1 else ()
