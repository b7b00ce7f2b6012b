from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book, Entry
from sheet_sync.core.followups.model import one_line
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.likeness import Known, namesakes, person_of
from sheet_sync.core.rules.rule import rule, workbook


@rule("CO01", Severity.WARNING, where=workbook())
def likely_duplicate(book: Book) -> Iterator[Finding]:
    """Two rows are probably the same person.

    They have the same email; or the same name, and the same organization or phone; or the same name, with too little
    else in one of the rows to tell them apart.  Two people of one name at two organizations are left alone.

    Wrong: `Dana Reyes, Harborlight` in two rows of Contacts.
    Right: one row that holds what both held; interviews that named the other row's ID name this one.  `sheet-sync
    merge-people` makes one row of two.
    """
    known = Known()
    for entry in namesakes(book):
        person = person_of(entry)
        entry.forget()
        found = known.find(person)
        known.add(person)
        if found is not None:
            yield _about(entry, found.like, found.why, found.field)


def _about(entry: Entry, first: Entry, why: str, field: str) -> Finding:
    return finding_at(
        entry,
        field,
        f"{entry.name} is probably the same person as in row {first.number}: {why}.",
        _way_out(entry, first),
    )


def _way_out(entry: Entry, first: Entry) -> str:
    """The command that joins them; by hand, as long as no sync has given them IDs."""
    if entry.id is None or first.id is None:
        return (
            f"If so, move what only this row holds to row {first.number}, then delete this row. "
            "If they are two people, leave both."
        )
    names = one_line(entry.name), one_line(first.name)
    whom = f"{names[0]} into {names[1]}" if names[0] != names[1] else f"this row into row {first.number}"
    return f"If they are two people, leave both. If not, join {whom}: sheet-sync merge-people {first.id} {entry.id}"
