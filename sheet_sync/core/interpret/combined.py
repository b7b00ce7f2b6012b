"""Where a person or a talk stands, in a sheet that keeps both in one row and has no column for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.interpret.context import Context
from sheet_sync.core.interpret.sent import NO, YES
from sheet_sync.core.readings import EMPTY, Reading
from sheet_sync.core.schema import header_key
from sheet_sync.core.values import shown
from sheet_sync.core.words import word_key, words

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry

_ASKED = words(
    "reached out|contacted|outreach|outreach sent|asked|emailed|messaged|email sent|message sent|responded|response"
    "|replied|reply"
)
"""Columns that say yes, or when, once a person was written to."""


def read_status(entry: Entry, context: Context) -> Reading:
    """The status that the other columns of the row add up to; empty where they say nothing."""
    if entry.table.name == "Interviews":
        return _of_talk(entry, context)
    rows = {entry.number, *entry.table.joined.get(entry.number, ())}
    talks = {talk.value("Status") for talk in entry.book.interviews if talk.number in rows}
    if "Done" in talks:
        return Reading("Met")
    if "Scheduled" in talks:
        return Reading("Scheduled")
    return Reading("Asked") if any(_was_asked(entry, row) for row in rows) else EMPTY


def _of_talk(entry: Entry, context: Context) -> Reading:
    day = entry.value("Date")
    if day is None:
        return EMPTY
    if day > context.as_of:
        return Reading("Scheduled")
    told = any(entry.is_filled(name) for name in ("What I learned", "Thank-you sent", "Referred me to"))
    return Reading("Done") if told else EMPTY


def _was_asked(entry: Entry, row: int) -> bool:
    for column in entry.table.columns:
        if column.field is None and header_key(column.header) in _ASKED:
            value = shown(entry.table.grid.at(row, column.number))
            key = word_key(value) if isinstance(value, str) else value
            if (
                key
                and key not in NO
                and (not isinstance(key, str) or key in YES or any(letter.isdigit() for letter in key))
            ):
                return True
    return False
