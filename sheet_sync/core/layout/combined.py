"""A sheet that keeps contacts and talks in one row: read as both tables, never written.

A person stands in it once a talk, so the Contacts rows of one person are joined; a row is a talk only where it has a
day, or something that was learnt, asked or thanked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sheet_sync.core.interpret.placeholders import is_placeholder
from sheet_sync.core.layout.evidence import barred_columns
from sheet_sync.core.layout.headers import Mapping, map_headers
from sheet_sync.core.layout.search import Candidate, name_fits
from sheet_sync.core.names import name_key
from sheet_sync.core.readings import Do
from sheet_sync.core.records import CellRef
from sheet_sync.core.schema import CONTACTS, INTERVIEWS, header_key
from sheet_sync.core.tables import Column, LayoutNote, Table
from sheet_sync.core.values import shown
from sheet_sync.core.words import word_key

_SURE_DATES = frozenset(
    {"interview date", "date of interview", "coffee chat date", "meeting date", "call date", "date met"}
)
_TALK_ONLY = frozenset(
    {"Minutes", "What I learned", "Referred me to", "I promised", "They offered", "Fits me", "Thank-you sent"}
)
"""Fields that only a talk has."""
_TOLD = ("What I learned", "Referred me to", "Minutes", "Thank-you sent", "Fits me")
"""Fields that show a talk took place though its day is missing."""


def find_combined(candidate: Candidate, candidates: Sequence[Candidate]) -> Mapping | None:
    """The talk's columns of a sheet that keeps both contacts and talks, or ``None``."""
    if candidate.schema is not CONTACTS or candidate.mapping.missing:
        return None
    if any(other.schema is INTERVIEWS and other.grid is not candidate.grid for other in candidates):
        return None
    talks = _talk_columns(candidate)
    date = next((column for column in talks.columns if column.key == "Date"), None)
    if date is None:
        return None
    evidence = len(talks.found & _TALK_ONLY) + (2 if header_key(date.header) in _SURE_DATES else 0)
    return talks if evidence >= 3 else None


def _talk_columns(candidate: Candidate) -> Mapping:
    """The header row read as Interviews, where contacts do not surely claim a column."""
    claimed = frozenset(
        (column.number, "*")
        for column in candidate.mapping.columns
        if column.field is not None and column.key in candidate.mapping.strong and column.key not in ("Name", "Status")
    )
    barred = barred_columns(candidate.grid, candidate.header_row, candidate.headers, INTERVIEWS)
    return map_headers(INTERVIEWS, candidate.headers, claimed | barred)


def prefers_contacts(candidate: Candidate) -> Candidate | None:
    """A sheet that reads best as Interviews, read as Contacts where it keeps the people's own details too."""
    if candidate.schema is not INTERVIEWS or name_fits(INTERVIEWS, candidate.grid.name):
        return None
    mapping = map_headers(CONTACTS, candidate.headers)
    details = {"Job title", "Organization", "Email", "Phone"} & mapping.found
    has_mixed = any("Email" in column.gives for column in mapping.columns)
    if mapping.missing or len(details) + has_mixed < 2:
        return None
    return replace(candidate, mapping=mapping, named=name_fits(CONTACTS, candidate.grid.name))


def split_combined(table: Table, candidate: Candidate, talks: Mapping) -> tuple[Table, Table, list[LayoutNote]]:
    """Contacts and Interviews of one combined sheet."""
    name = next(column for column in table.columns if column.field is not None and column.field.name == "Name")
    interview_columns = _interview_columns(table, talks, name)
    taken = {column.number for column in interview_columns} - {name.number}
    contact_columns = tuple(column for column in table.columns if column.number not in taken or column.key == "Notes")
    groups = _people(table)
    talk_rows, notes = _talk_rows(table, interview_columns)
    contacts = Table(
        schema=CONTACTS,
        grid=table.grid,
        header_row=table.header_row,
        columns=contact_columns,
        rows=tuple(group[0] for group in groups),
        last_row=table.last_row,
        skipped=table.skipped,
        list_object=table.list_object,
        joined={group[0]: tuple(group[1:]) for group in groups},
        is_combined=True,
    )
    interviews = Table(
        schema=INTERVIEWS,
        grid=table.grid,
        header_row=table.header_row,
        columns=interview_columns,
        rows=tuple(talk_rows),
        last_row=table.last_row,
        list_object=table.list_object,
        is_combined=True,
    )
    return contacts, interviews, [_offer(table), *notes]


def _interview_columns(table: Table, talks: Mapping, name: Column) -> tuple[Column, ...]:
    """The talk's columns; the person's name is its Contact."""
    own = {column.number for column in table.columns if column.field is not None and column.number != name.number}
    contact = Column(name.number, name.header, "Contact", INTERVIEWS.field("Contact"))
    if name.part:
        parts = [column for column in table.columns if column.part]
        leads = [Column(c.number, c.header, f"Contact/{c.part}", contact.field) for c in parts]
    else:
        leads = [contact]
    rest = [
        column
        for column in talks.columns
        if column.field is not None and column.field.name != "Contact" and column.number not in own
    ]
    return tuple(sorted([*leads, *rest], key=lambda column: column.number))


def _people(table: Table) -> list[list[int]]:
    """The rows of each person: the same name, and no other organization or email."""
    groups: list[list[int]] = []
    by_name: dict[str, list[list[int]]] = {}
    for row in table.rows:
        key = name_key(" ".join(_texts(table, row, ("Name", "Name/first", "Name/last"))))
        group = next((g for g in by_name.get(key, []) if key and _may_be_same(table, g[0], row)), None)
        if group is None:
            group = []
            groups.append(group)
            by_name.setdefault(key, []).append(group)
        group.append(row)
    return groups


def _may_be_same(table: Table, one: int, other: int) -> bool:
    for key in ("Organization", "Email"):
        first, second = (name_key(" ".join(_texts(table, row, (key,)))) for row in (one, other))
        if first and second and first != second:
            return False
    return True


def _texts(table: Table, row: int, keys: tuple[str, ...]) -> list[str]:
    found = []
    for key in keys:
        column = table.column(key)
        value = shown(table.grid.at(row, column.number)) if column else None
        if isinstance(value, str) and value.strip():
            found.append(value.strip())
    return found


def _talk_rows(table: Table, columns: tuple[Column, ...]) -> tuple[list[int], list[LayoutNote]]:
    """The rows that are talks, and a note on each that would be one but for its day."""
    by_key = {column.key: column for column in columns}
    rows, notes = [], []
    for row in table.rows:
        filled = {key for key, column in by_key.items() if _is_told(table, row, column)}
        if "Date" in filled or filled & set(_TOLD):
            rows.append(row)
            continue
        day = shown(table.grid.at(row, by_key["Date"].number))
        if day not in (None, "") or filled & {"Start", "Place", "Where"}:
            where = CellRef(table.grid.name, row, by_key["Date"].number)
            message = "This talk has no day yet, so it is not read as a talk."
            notes.append(LayoutNote("talk-without-date", Do.FLAG, where, message, "Type its day.", "Interviews"))
    return rows, notes


def _is_told(table: Table, row: int, column: Column) -> bool:
    from sheet_sync.core.interpret.sent import NO

    value = shown(table.grid.at(row, column.number))
    if value in (None, "") or value is False:
        return False
    return not isinstance(value, str) or not (is_placeholder(value) or word_key(value) in NO)


def _offer(table: Table) -> LayoutNote:
    return LayoutNote(
        "combined-sheet",
        Do.ASK,
        CellRef(table.grid.name, table.header_row, 1),
        f"The sheet {table.grid.name} keeps people and talks in one row; it is read, but nothing is written into it.",
        "To split it into a new workbook, the old one left as it is: sheet-sync init NEW.xlsx --from this workbook.",
        CONTACTS.name,
    )
