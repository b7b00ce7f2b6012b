from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book, Entry
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rule, workbook
from sheet_sync.core.rules.talks import is_informational

_BEFORE = {"Done": ("To contact", "Asked", "Scheduled"), "Scheduled": ("To contact", "Asked")}
_AFTER = {"Done": "Met", "Scheduled": "Scheduled"}
_SAYS = {"Done": "you have already talked", "Scheduled": "a talk is scheduled"}


@rule("CO03", Severity.INFO, where=workbook())
def status_behind_talks(book: Book) -> Iterator[Finding]:
    """A contact's Status is behind what the Interviews sheet says.

    Wrong: `To contact` for someone whose interview is Done.
    Right: `Met`.
    """
    furthest: dict[int, tuple[Entry, str]] = {}
    for interview in book.interviews:
        status = interview.value("Status")
        contact = book.contact_of(interview) if status in _BEFORE and is_informational(interview) else None
        if contact is not None and (contact.number not in furthest or status == "Done"):
            furthest[contact.number] = (contact, status)
    for contact, status in furthest.values():
        said = contact.value("Status")
        if said in _BEFORE[status]:
            yield finding_at(
                contact,
                "Status",
                f"Status is {said}, but {_SAYS[status]} with {contact.name}.",
                f"Set it to {_AFTER[status]}.",
            )
