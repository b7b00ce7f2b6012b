"""What a column's values say about its header, where the header alone could mean several things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from sheet_sync.core.ids import is_id
from sheet_sync.core.layout.headers import AMBIGUOUS_NAMES, Barred, Header
from sheet_sync.core.records import Grid
from sheet_sync.core.schema import INTERVIEWS, TableSchema, header_key
from sheet_sync.core.values import Content, shown
from sheet_sync.core.words import words

SAMPLE = 50
"""Rows looked at; enough to tell, and quick on a long sheet."""

HONORIFICS = words(
    "mr|mrs|ms|miss|mx|dr|prof|professor|doctor|sir|rev|hr|herr|fr|frau|m|mme|mlle|monsieur|madame|sr|sra",
    "srta|mag|ing|dipl ing|prof dr|dra",
)
JOB_HEADERS = words(
    "date applied|applied|applied on|application date|application status|salary|salary range|job link",
    "job url|job id|job posting|posting|job description|application link|cover letter|resume",
    "resume version|closing date|deadline|position applied|applied via",
)
JOB_WORDS = words(
    "applied|offer|offer received|offered|interviewing|rejected|on hold|phone screen|onsite|accepted",
    "withdrawn|not applied|saved|bookmarked|application submitted",
)
JOB_ONLY_WORDS = JOB_WORDS - {"rejected", "on hold", "accepted"}


def column_values(grid: Grid, header_row: int, column: int) -> Iterator[Content]:
    """What stands in a column below its header, empty cells left out, the first :data:`SAMPLE` rows."""
    seen = 0
    for number, cells in grid.rows.items():
        if number <= header_row:
            continue
        seen += 1
        if seen > SAMPLE:
            return
        if column <= len(cells) and (value := shown(cells[column - 1])) not in (None, ""):
            yield value


def barred_columns(grid: Grid, header_row: int, headers: Sequence[Header], schema: TableSchema) -> Barred:
    """Columns whose values show that the header does not mean what it may mean."""
    own = {(header.number, "*") for header in headers if _is_barred(grid, header_row, header, schema)}
    places = {
        (header.number, "Kind")
        for header in headers
        if header.key == "type" and schema is INTERVIEWS and _mostly(grid, header_row, header.number, _is_place)
    }
    return frozenset(own | places)


def _is_barred(grid: Grid, header_row: int, header: Header, schema: TableSchema) -> bool:
    if header.key == "id":
        return is_foreign_id(grid, header_row, header.number, schema)
    if header.key == "title":
        return _mostly(grid, header_row, header.number, _is_honorific)
    if header.key in AMBIGUOUS_NAMES:
        return _mostly(grid, header_row, header.number, _is_contact_detail)
    return False


def is_foreign_id(grid: Grid, header_row: int, column: int, schema: TableSchema) -> bool:
    """Whether an ID column is another program's: filled, and none of its values is one of ours."""
    values = [str(value).strip() for value in column_values(grid, header_row, column)]
    return bool(values) and not any(is_id(value.casefold(), schema.prefix) for value in values)


def is_job_tracker(grid: Grid, header_row: int, headers: Sequence[Header]) -> bool:
    """Whether the sheet follows job applications rather than people."""
    evidence = sum(header.key in JOB_HEADERS for header in headers)
    if evidence >= 2:
        return True
    for header in headers:
        if header.key in ("status", "stage", "application status"):
            words = [header_key(str(value)) for value in column_values(grid, header_row, header.number)]
            jobs = {word for word in words if word in JOB_WORDS}
            if jobs & JOB_ONLY_WORDS and len(jobs) >= 2 and sum(word in JOB_WORDS for word in words) * 2 > len(words):
                return True
    return False


def _mostly(grid: Grid, header_row: int, column: int, holds: Callable[[Content], bool]) -> bool:
    values = list(column_values(grid, header_row, column))
    return bool(values) and sum(holds(value) for value in values) * 2 > len(values)


def _is_honorific(value: Content) -> bool:
    return isinstance(value, str) and header_key(value) in HONORIFICS


def _is_place(value: Content) -> bool:
    from sheet_sync.core.interpret.places import place_in

    return isinstance(value, str) and place_in(value) is not None


def _is_contact_detail(value: Content) -> bool:
    text = str(value)
    return "@" in text or bool(re.fullmatch(r"[\d\s()+./-]{7,}", text)) or header_key(text) in ("email", "phone")
