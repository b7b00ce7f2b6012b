"""What an import gives, whatever file it came from: contacts, what was left out, and what there is to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sheet_sync.core.readings import Note

IMPORT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "degrees-in-name": "Degrees stand in the name; they are taken off and kept beside it.",
        "decoration-in-name": "Emoji or pronouns stand in the name; they are taken off.",
        "organization-not-person": "The record names an organization and no person.",
        "marked-private": "The record is marked private in the program it comes from.",
        "birthday-order": "A birthday whose day and month could be the other way round.",
        "referred-by": "The record names who referred the person; that is matched with the workbook.",
    }
)
"""Kinds of notes that only an import has; all others are those of the readings."""


@dataclass(frozen=True, slots=True)
class ImportedContact:
    """One record as a Contacts row.

    ``record`` counts from 1 below the header, ``line`` is the line of the file.  ``values`` has Contacts' fields, only
    those that hold something.  ``extra`` is what Contacts has no column for.
    """

    record: int
    line: int
    values: Mapping[str, str]
    nickname: str = ""
    suffix: str = ""
    other_emails: tuple[str, ...] = ()
    other_phones: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class SkippedRecord:
    """A record that is no contact, with the reason."""

    record: int
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class ContactsFile:
    """A file as it was understood."""

    format: str
    encoding: str
    delimiter: str
    header_line: int
    contacts: tuple[ImportedContact, ...]
    skipped: tuple[SkippedRecord, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What the reading takes from the user's settings."""

    country: str
    date_order: str
    as_of: date
