"""From what the user types on the command line to the row that is meant: an ID, a cell, or a contact's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.followups.model import cell_of, one_line
from sheet_sync.core.ids import tidy_id
from sheet_sync.core.records import CellRef
from sheet_sync.core.schema import TABLES
from sheet_sync.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sheet_sync.core.book import Book, Entry
    from sheet_sync.core.references import Match


@dataclass(frozen=True, slots=True)
class Place:
    """A row, and the field of the cell where the user named one."""

    entry: Entry
    field: str | None = None


def find_place(book: Book, typed: str) -> Place:
    """The row that is meant by an ID such as i-7k3f9q2m, a cell such as Interviews!C5, or a contact's name.

    Raises:
        WrongUsage: no row fits, or more than one.
    """
    if "!" in typed:
        return _at_cell(book, typed)
    found = _by_id(book, typed)
    return Place(found) if found is not None else Place(find_contact(book, typed))


def find_contact(book: Book, typed: str) -> Entry:
    """The contact of that name or ID, or in that row.

    Raises:
        WrongUsage: no contact fits, or more than one.
    """
    if "!" in typed:
        entry = _at_cell(book, typed).entry
        return _contact_in(book, entry)
    found = _by_id(book, typed)
    if found is not None:
        return _contact_in(book, found)
    match = book.people.match(typed.strip()) if typed.strip() else None
    if match is not None and match.entry is not None:
        return match.entry
    raise _not_one(book, typed, match)


def _contact_in(book: Book, entry: Entry) -> Entry:
    if entry.table.name == "Contacts":
        return entry
    contact = book.contact_of(entry) if entry.table.schema.has("Contact") else None
    if contact is None:
        raise WrongUsage(
            f"{cell_of(entry, 'Contact')} does not lead to one contact.", hint="Name the contact, or its ID."
        )
    return contact


def _by_id(book: Book, typed: str) -> Entry | None:
    for table in TABLES:
        found = book.by_id(table.name, typed) or book.by_id(table.name, tidy_id(typed))
        if found is not None:
            return found
    return None


def _at_cell(book: Book, typed: str) -> Place:
    try:
        ref = CellRef.parse(typed.strip())
    except ValueError as error:
        raise WrongUsage(f"“{one_line(typed)}” does not name a cell.", hint="Type it as Interviews!C5.") from error
    sheets = {table.grid.name.casefold(): name for name, table in book.layout.tables.items()}
    name = sheets.get(ref.sheet.casefold())
    if name is None:
        raise WrongUsage(
            f"There is no table on a sheet named “{one_line(ref.sheet)}”.",
            hint=f"The tables are on {_listed(table.grid.name for table in book.layout.tables.values())}.",
        )
    found = next((entry for entry in book.entries(name) if entry.number == ref.row), None)
    if found is None:
        raise WrongUsage(f"Row {ref.row} of {ref.sheet} holds no entry.", hint="Name a cell in a filled row.")
    column = next((one for one in found.table.columns if one.number == ref.column), None)
    return Place(found, column.field.name if column is not None and column.field is not None else None)


def _not_one(book: Book, typed: str, match: Match | None) -> WrongUsage:
    name = one_line(typed)
    if match is not None and match.entries:
        fitting = _listed(_named(entry) for entry in match.entries)
        return WrongUsage(
            f"“{name}” fits {len(match.entries)} contacts: {fitting}.", hint="Name the one you mean by its ID or cell."
        )
    from difflib import get_close_matches

    if typed.strip().casefold().endswith((".xlsx", ".xlsm")):
        return WrongUsage(f"{name} is a workbook, not a person.", hint=f'Name the workbook after -w: -w "{name}"')
    names = {contact.name.casefold(): contact.name for contact in book.contacts}
    near = get_close_matches(typed.strip().casefold(), names, n=1)
    hint = f"Did you mean {one_line(names[near[0]])}?" if near else "Type the name as it stands in Contacts, or an ID."
    return WrongUsage(f"No contact is called “{name}”.", hint=hint)


def _named(entry: Entry) -> str:
    more = ", ".join(part for part in (entry.id, one_line(entry.text("Organization"), 30)) if part)
    return f"{cell_of(entry, 'Name')} ({more})" if more else str(cell_of(entry, "Name"))


def _listed(words: Iterable[str]) -> str:
    every = list(words)
    return " and ".join((", ".join(every[:-1]), every[-1])) if len(every) > 1 else "".join(every)
