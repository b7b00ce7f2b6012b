"""Cells that point to other rows: references, lists of people, and the row's own ID."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.ids import is_id, tidy_id
from sheet_sync.core.interpret.saying import ask, fix, flag, offer, quoted, sentence
from sheet_sync.core.interpret.text import as_text, tidy
from sheet_sync.core.readings import Note, Reading
from sheet_sync.core.schema import CONTACTS, Field, TableSchema
from sheet_sync.core.values import Scalar

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry
    from sheet_sync.core.references import Match


def read_reference(value: Scalar, entry: Entry, field: Field) -> Reading:
    """The text of a reference, with what there is to say about the row it points to."""
    text, notes = tidy(value) if isinstance(value, str) else (as_text(value), ())
    if not text:
        return Reading(notes=notes)
    match = entry.book.match(field, text)
    note = _on_match(match, text, entry, field)
    if note is None:
        return Reading(text, notes)
    return Reading(text, (*(one for one in notes if not one.has_fix or not note.has_fix), note))


def _on_match(match: Match, text: str, entry: Entry, field: Field) -> Note | None:
    target = field.refers_to or CONTACTS.name
    if not match.entries:
        return _unknown(text, entry, target)
    if match.entry is None:
        return ask("ambiguous-reference", *_which(text, match, target))
    if match.how in ("exact", "id"):
        return _last_name_alone(text, match.entry) if match.how == "exact" else None
    name = how_to_refer(match.entry, field)
    return fix("short-reference", sentence(f"{quoted(text)} is read as {name}"), name)


def _last_name_alone(text: str, found: Entry) -> Note | None:
    """A contact whose first name is missing: its last name fits today, and may fit two tomorrow."""
    if not found.table.column("Name/first") or found.content("Name/first") not in (None, ""):
        return None
    message = f"{quoted(text)} is a last name alone; one contact fits."
    return offer("short-reference", message, "Fill in the first name there and here.")


def how_to_refer(found: Entry, field: Field) -> str:
    """How a row is best named in a reference: by its name where that is unique, else by its ID."""
    if found.table.name == CONTACTS.name:
        name = found.text("Name")
        return name if len(found.book.people.match(name).entries) == 1 or not found.id else found.id
    if found.table.name == "Interviews":
        return found.id or f"{found.text('Contact')}, {found.text('Date')}"
    return found.text("Question") or found.name


def _unknown(text: str, entry: Entry, target: str) -> Note:
    message = f"{quoted(text)} is not in {target}."
    if target != CONTACTS.name:
        return flag("unknown-reference", message, f"Type it as it stands in {target}, or its ID.")
    close = entry.book.people.nearest(text)
    hint = f"Did you mean {close}?" if close else "Add a row for this person to Contacts, or correct the name."
    return flag("unknown-reference", message, hint)


def _which(text: str, match: Match, target: str) -> tuple[str, str]:
    """Message and hint where several rows fit."""
    first = match.entries[:4]
    if target == CONTACTS.name:
        people = [one.text("Name") + (f" ({firm})" if (firm := one.text("Organization")) else "") for one in first]
        if len(set(people)) < len(people):
            people = [f"{one.text('Name')} in row {one.number}" for one in first]
    else:
        people = [how_to_refer(one, one.table.schema.fields[0]) for one in first]
    more = "" if len(match.entries) <= len(first) else f" and {len(match.entries) - len(first)} more"
    ids = [one.id for one in first]
    hint = f"Type the ID instead: {' or '.join(filter(None, ids))}." if all(ids) else "Type the whole name, or the ID."
    return f"{quoted(text)} could be {' or '.join(people)}{more}.", hint


def with_referral(reading: Reading, entry: Entry) -> Reading:
    """Found through, where it names a contact and the table has no column Referred by: that contact referred them."""
    if not isinstance(reading.value, str):
        return reading
    found = entry.book.people.match(reading.value).entry
    if found is None or found.number == entry.number:
        return reading
    name = found.text("Name")
    message = f"{quoted(reading.value)} names your contact {name}, and is read as Referred by too."
    note = offer("referral-in-source", message, f"Add a column Referred by, and put {name} there.")
    return Reading(reading.value, (*reading.notes, note), {"Referred by": name})


def read_people(value: Scalar, entry: Entry, field: Field) -> Reading:
    """The text of a list of people, with those named who are not yet contacts."""
    from sheet_sync.core.interpret.people import prose_in, split_people

    text, notes = tidy(value, keep_lines=True) if isinstance(value, str) else (as_text(value), ())
    people = entry.book.people
    more: list[Note] = []
    for mention in split_people(text):
        match = people.match(mention.name)
        if not match.entries and mention.remark:
            match = people.match(f"{mention.name} ({mention.remark})")
        if not match.entries:
            message = f"{mention.name}, named here, is not yet in Contacts."
            more.append(flag("not-yet-a-contact", message, f"Add a row for {mention.name} to Contacts."))
        elif match.entry is None:
            more.append(ask("ambiguous-reference", *_which(mention.name, match, CONTACTS.name)))
    if prose := prose_in(text):
        message = f"{quoted(prose)} is too long to be a person's name."
        more.append(flag("not-yet-a-contact", message, "Write a name a line here, and keep the rest in Notes."))
    return Reading(text or None, (*notes, *more))


def read_id(value: Scalar, schema: TableSchema) -> Reading:
    """An ID as typed; one that is none of this table's is said."""
    text = as_text(value).strip()
    if is_id(text, schema.prefix):
        return Reading(text)
    meant = tidy_id(text)
    if is_id(meant, schema.prefix):
        return Reading(meant, (fix("typed-id", f"{quoted(text)} is read as the ID {meant}.", meant),))
    message = f"{quoted(text)} is no ID of the table {schema.name}."
    return Reading(text or None, (flag("typed-id", message, "Empty the cell, and sheet-sync fills it in."),))
