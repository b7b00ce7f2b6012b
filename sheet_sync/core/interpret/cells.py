"""From a cell of a row to its reading: the clean cells decided here at once, all others in the room of their kind.

Most cells of a sheet are in order; for them this costs about a microsecond, and nothing heavy is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.ids import is_id
from sheet_sync.core.interpret.clean import clean_of
from sheet_sync.core.interpret.context import Context
from sheet_sync.core.interpret.saying import flag, offer
from sheet_sync.core.readings import EMPTY, Reading
from sheet_sync.core.schema import Field, Kind
from sheet_sync.core.values import Content, ErrorValue, Formula

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry


def read_entry_cell(entry: Entry, field: Field, context: Context) -> Reading:
    """What a row's field means."""
    content = entry.content(field.name)
    if content is None or content == "":
        if not entry.table.may_derive(field.name):
            return EMPTY
        from sheet_sync.core.interpret.derived import read_derived

        return read_derived(entry, field, context)
    reading = read_content(content, entry, field, context)
    if reading.value is None and entry.table.may_derive(field.name) and _is_only_placeholder(reading):
        from sheet_sync.core.interpret.derived import read_derived

        derived = read_derived(entry, field, context)
        return reading if derived.value is None else derived
    if field.name == "Found through" and entry.table.givers("Referred by"):
        from sheet_sync.core.interpret.linked import with_referral

        return with_referral(reading, entry)
    if field.computed and entry.book.snapshot.project_id is None and not isinstance(content, Formula):
        return _typed_by_hand(reading, field)
    return reading


def read_content(content: Content, entry: Entry, field: Field, context: Context) -> Reading:
    """What a content would mean in a row's field."""
    value = content.result if isinstance(content, Formula) else content
    if value is None or value == "":
        return EMPTY
    if isinstance(value, ErrorValue):
        return Reading(notes=(flag("formula-error", f"The cell shows {value}.", "Mend the formula in it."),))
    clean = clean_of(field)
    known = clean(value, field, context) if clean is not None else None
    if known is not None:
        return Reading(known)
    if field.kind is Kind.ID and isinstance(value, str) and is_id(value, entry.table.schema.prefix):
        return Reading(value)
    from sheet_sync.core.interpret.odd import read_odd

    return read_odd(value, entry, field, context)


def _is_only_placeholder(reading: Reading) -> bool:
    return all(note.kind == "placeholder" for note in reading.notes)


def _typed_by_hand(reading: Reading, field: Field) -> Reading:
    """A value of the user's own in a column that the tool fills: read, kept, and a better home named."""
    if field.kind is Kind.ID:
        return reading
    note = offer(
        "typed-in-computed-column",
        f"{field.name} is filled in by sheet-sync, and a value of your own stands here.",
        _better_home(reading, field),
    )
    return Reading(reading.value, (*reading.notes, note), reading.also)


def _better_home(reading: Reading, field: Field) -> str:
    """What to do with a value of one's own in a column that the tool fills."""
    if field.name == "Last contact":
        return "Put it on the Touches sheet, so that it is kept and counted."
    if field.name != "Next contact":
        return "It is kept but not used. Empty the cell, and sheet-sync fills it in again."
    if reading.value is None:
        return "Type a day, and you are reminded on it; or empty the cell, and sheet-sync fills it in again."
    return "You are reminded on that day. Empty the cell, and sheet-sync fills it in again."
