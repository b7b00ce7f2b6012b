"""One record of a contacts export, turned into the values of a Contacts row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sheet_sync.core.interpret.day_finder import find_days, plain
from sheet_sync.core.interpret.emails import read_email
from sheet_sync.core.interpret.phones import read_phone
from sheet_sync.core.interpret.saying import ask, flag, offer, quoted, say
from sheet_sync.core.interpret.text import tidy
from sheet_sync.core.names import is_suffix, without_decoration
from sheet_sync.core.readings import Note
from sheet_sync.core.schema import CONTACTS, Kind
from sheet_sync.exchange import contact_formats as formats
from sheet_sync.exchange.contact_formats import ContactFormat
from sheet_sync.exchange.imported import ImportedContact, ReadAs, SkippedRecord

_SEPARATOR = " ::: "
_NO_DATES = frozenset({"0/0/00", "00/00/00", "0/0/0000"})
_OWN_GROUPS = frozenset({"mycontacts", "my contacts"})
_COLLECTED = frozenset({"other contacts", "othercontacts"})
_GENERATION = r"(?i)(?:jr|sr|i{2,3}|iv)\.?"

Cells = Mapping[str, str]


@dataclass(slots=True)
class _Made:
    """A contact in the making."""

    values: dict[str, str] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    suffix: str = ""


def read_record(
    cells: Cells, number: int, line: int, kind: ContactFormat, how: ReadAs
) -> ImportedContact | SkippedRecord:
    """A record as a contact, or why it is none."""
    made = _Made()
    labels = _labels(cells)
    name = _name(cells, made)
    organization = _first(cells, formats.ORGANIZATION)
    if not name:
        why = _why_no_person(kind, labels, organization)
        if why:
            return SkippedRecord(number, line, why)
        message = f"{quoted(organization)} is an organization, and no person is named."
        made.notes.append(flag("organization-not-person", message, "Put the person's name there."))
    elif labels and {label.casefold() for label in labels} <= _COLLECTED:
        return SkippedRecord(number, line, "collected by Gmail (Other Contacts), not added by you")
    made.values |= _texts(cells, kind, name or organization, organization, made.notes)
    emails = _emails(cells, made)
    phones = _phones(cells, how, made)
    _extras(cells, kind, labels, how, made)
    return ImportedContact(
        number,
        line,
        {wanted.name: made.values[wanted.name] for wanted in CONTACTS.fields if made.values.get(wanted.name)},
        _first(cells, formats.NICKNAME),
        made.suffix,
        emails,
        phones,
        made.extra,
        tuple(made.notes),
    )


def _first(cells: Cells, keys: tuple[str, ...]) -> str:
    """The first filled of several columns."""
    return next((cells[key].strip() for key in keys if key in cells), "")


def _why_no_person(kind: ContactFormat, labels: list[str], organization: str) -> str:
    if {label.casefold() for label in labels} & _COLLECTED:
        return "no name; collected by Gmail (Other Contacts), not added by you"
    if kind.only_names_people:
        return "no name: a closed account"
    return "" if organization else "no name"


def _name(cells: Cells, made: _Made) -> str:
    """The whole name as the person writes it, without emoji and pronouns."""
    first, middle, last = (_first(cells, keys) for keys in (formats.FIRST, formats.MIDDLE, formats.LAST))
    head, *tail = (part.strip() for part in last.split(","))
    degrees = [part for part in tail if is_suffix(part)]
    if degrees:
        last = ", ".join([head, *(part for part in tail if not is_suffix(part))])
        made.suffix = ", ".join(degrees)
        message = f"Degrees are taken off the name: {made.suffix}."
        made.notes.append(offer("degrees-in-name", message, "Add them to the name if you want them in letters."))
    typed = " ".join(filter(None, (_first(cells, formats.PREFIX), first, middle, last)))
    if not first and not last:
        typed = _first(cells, formats.WHOLE) or typed
    bare = without_decoration(typed)
    if bare != " ".join(typed.split()):
        made.notes.append(offer("decoration-in-name", f"{quoted(typed)} is read as {bare}."))
    suffix = _first(cells, formats.SUFFIX)
    if suffix and bare:
        return f"{bare} {suffix}" if re.fullmatch(_GENERATION, suffix) else f"{bare}, {suffix}"
    return bare


def _texts(cells: Cells, kind: ContactFormat, name: str, organization: str, notes: list[Note]) -> dict[str, str]:
    """The fields that are plain text."""
    jobs = tuple(key for key in formats.JOB if key not in formats.HONORIFIC or not kind.has_honorific)
    found = {
        "Name": name,
        "Job title": _first(cells, jobs),
        "Organization": organization,
        "Address": _address(cells),
        "Referred by": _first(cells, formats.REFERRED),
        "Notes": _first(cells, formats.NOTES),
        "Found through": kind.found_through or cells.get("Found through", "").strip(),
        **{wanted.name: cells[wanted.name].strip() for wanted in CONTACTS.fields if wanted.name in cells},
    }
    if found["Referred by"]:
        message = (
            f"{quoted(found['Referred by'])} referred them; whether that is one of your contacts shows in the workbook."
        )
        notes.append(flag("referred-by", message))
    return {key: _tidied(key, text) for key, text in found.items() if text}


def _tidied(key: str, text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return tidy(text, keep_lines=CONTACTS.field(key).kind is Kind.LONG_TEXT)[0]


def _address(cells: Cells) -> str:
    """The first address that is filled, each part a line."""
    for keys in formats.ADDRESSES:
        lines = [cells[key].strip() for key in keys if key in cells]
        if lines:
            return "\n".join(lines)
    return cells.get("Address", "").strip()


def _pairs(cells: Cells, columns: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Values with their labels, in the order of the columns, the starred first; each value once."""
    found: dict[str, str] = {}
    for value_key, label_key in columns:
        if value_key not in cells:
            continue
        for value in cells[value_key].split(_SEPARATOR):
            if value.strip():
                found.setdefault(value.strip(), cells.get(label_key, "").strip())
    return sorted(found.items(), key=lambda pair: not pair[1].startswith("*"))


def _emails(cells: Cells, made: _Made) -> tuple[str, ...]:
    """The main address goes into Email; the others are given back.  An Exchange path is no address."""
    addresses: list[str] = []
    for value, label in _pairs(cells, formats.EMAILS):
        if label.casefold() == "ex" or value.startswith("/o="):
            made.notes.append(say("email-with-name", "An Exchange path is no address; another one is taken."))
            continue
        reading = read_email(value)
        made.notes += reading.notes
        if reading.value:
            addresses += [reading.value, *reading.also.get("other emails", ())]
    unique = tuple(dict.fromkeys(addresses))
    made.values["Email"] = unique[0] if unique else ""
    return unique[1:]


def _phones(cells: Cells, how: ReadAs, made: _Made) -> tuple[str, ...]:
    """The number that reaches the person goes into Phone; the others are given back."""
    numbers: list[str] = []
    pairs = [
        (value, label)
        for value, label in _pairs(cells, formats.PHONES)
        if not set(label.casefold().split()) & formats.NEVER_CALLED
    ]
    for value, _ in sorted(pairs, key=lambda pair: not re.search(r"(?i)mobile|cell|\bmain\b|^\*", pair[1])):
        reading = read_phone(value, how.country)
        made.notes += [note for note in reading.notes if note.kind != "phone-format"]
        numbers += [reading.value, *reading.also.get("other phones", ())] if reading.value else [value]
    if any(_SEPARATOR in cells.get(key, "") for key, _ in formats.PHONES):
        made.notes.append(offer("several-phones", f"Several numbers stand in one cell; {numbers[0]} is used."))
    unique = tuple(dict.fromkeys(numbers))
    made.values["Phone"] = unique[0] if unique else ""
    return unique[1:]


def _labels(cells: Cells) -> list[str]:
    text = _first(cells, formats.LABELS)
    return [label.strip().removeprefix("*").strip() for label in re.split(r" ::: |;", text) if label.strip("* ")]


def _extras(cells: Cells, kind: ContactFormat, labels: list[str], how: ReadAs, made: _Made) -> None:
    """What Contacts has no column for, kept for those who ask."""
    if kind.has_honorific and (title := _first(cells, formats.HONORIFIC)):
        made.extra["Title"] = title
    if labels and {label.casefold() for label in labels} - _OWN_GROUPS:
        made.extra["Labels" if "labels" in cells or "group membership" in cells else "Categories"] = labels
    for key, name in formats.KEPT_AS_THEY_ARE.items():
        if key in cells:
            made.extra[name] = cells[key].strip()
    if "connected on" in cells:
        made.extra["Connected On"] = _day(cells["connected on"], "M/D/Y", how)
    _birthday(cells, how, made)
    if _first(cells, formats.PRIVATE).casefold() in ("true", "wahr", "vrai", "verdadero", "1"):
        made.extra["Private"] = True
        made.notes.append(ask("marked-private", "This contact is marked private.", "Import it only if you mean to."))


def _birthday(cells: Cells, how: ReadAs, made: _Made) -> None:
    text = _first(cells, formats.BIRTHDAY)
    if not text or text in _NO_DATES:
        return
    made.extra["Birthday"] = _day(text, how.date_order, how)
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text):
        message = f"The birthday {quoted(text)} is in the order of the computer that wrote it."
        made.notes.append(flag("birthday-order", message))


def _day(text: str, order: str, how: ReadAs) -> str:
    """A day in ISO form, of whatever year; as it stands where it is no sure day."""
    found = find_days(plain(text), order, how.as_of)
    sure = len(found) == 1 and len(found[0].days) == 1
    return found[0].days[0].isoformat() if sure else text.strip()
