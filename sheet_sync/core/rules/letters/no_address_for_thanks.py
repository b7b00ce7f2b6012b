from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rule, workbook
from sheet_sync.core.rules.talks import is_informational


@rule("LE02", Severity.INFO, where=workbook())
def no_address_for_thanks(book: Book) -> Iterator[Finding]:
    """You owe a thank-you to someone, and have neither an email nor a postal address of theirs.

    Wrong: a talk that is Done, and Email and Address are empty in the contact's row.
    Right: an email address, or an address for a letter on paper.
    """
    said: set[int] = set()
    for interview in book.interviews:
        if interview.value("Status") != "Done" or interview.value("Thank-you sent") or not is_informational(interview):
            continue
        contact = book.contact_of(interview)
        if contact is None or contact.number in said or contact.is_filled("Email") or contact.is_filled("Address"):
            continue
        said.add(contact.number)
        if contact.value("Email") is None:
            yield finding_at(
                contact,
                "Email",
                f"You owe {contact.name} a thank-you, but have no email and no address of theirs.",
                "Type an email, or an address for a letter on paper.",
            )
