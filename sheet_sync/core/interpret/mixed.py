"""A column such as ``Contact info`` that holds an email, a phone, or both: each recognised by its form."""

from __future__ import annotations

import re
from dataclasses import replace

from sheet_sync.core.interpret.context import Context
from sheet_sync.core.interpret.emails import emails_in, read_email
from sheet_sync.core.interpret.phones import read_phone
from sheet_sync.core.interpret.saying import offer, quoted
from sheet_sync.core.readings import EMPTY, Reading
from sheet_sync.core.records import CellRef
from sheet_sync.core.schema import Field
from sheet_sync.core.values import Scalar


def read_mixed(value: Scalar, field: Field, context: Context, where: CellRef) -> Reading:
    """The email or the phone in a mixed cell."""
    text = value if isinstance(value, str) else f"{value:.0f}" if isinstance(value, int | float) else str(value)
    has_email, rest = bool(emails_in(text)), _without_emails(text)
    has_phone = len(re.sub(r"\D", "", rest)) >= 7
    if field.name == "Email":
        reading = read_email(text) if "@" in text else EMPTY
    else:
        reading = read_phone(rest, context.settings.default_country) if has_phone else EMPTY
    notes = tuple(note for note in reading.notes if not (has_email and has_phone and note.kind == "email-with-name"))
    if has_email and has_phone and field.name == "Email":
        message = f"{quoted(text)} holds an email address and a phone number; each is read."
        notes = (offer("mixed-contact-details", message, "Give each a column: Email and Phone."), *notes)
    return Reading(reading.value, tuple(replace(note, where=where) for note in notes), reading.also)


def _without_emails(text: str) -> str:
    left = re.sub(r"\S+", lambda word: " " if "@" in word[0][1:-1] else word[0], text)
    return left.strip(" \t\n/;,|&-–")
