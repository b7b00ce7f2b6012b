"""From the readings of all sheets to one table of each kind, with the notes that explain the choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sheet_sync.core.layout.combined import find_combined, prefers_contacts, split_combined
from sheet_sync.core.layout.notes import notes_on
from sheet_sync.core.layout.odd import refusal
from sheet_sync.core.layout.rows import Body, read_body
from sheet_sync.core.layout.search import Candidate, find_candidates, name_fits
from sheet_sync.core.layout.unread import note_on_unread
from sheet_sync.core.readings import Do
from sheet_sync.core.records import CellRef, Grid
from sheet_sync.core.schema import GUIDE_SHEET, OWNED_SHEETS, SETTINGS_BY_NAME, SETTINGS_SHEET, TABLES, header_key
from sheet_sync.core.tables import Layout, LayoutNote, Table

_NOT_TABLES = frozenset(header_key(name) for name in (*OWNED_SHEETS, GUIDE_SHEET))


@dataclass(slots=True)
class _Found:
    tables: dict[str, Table] = field(default_factory=dict)
    notes: list[LayoutNote] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    combined: str | None = None


def build_tables(grids: Sequence[Grid]) -> Layout:
    """Read every sheet, choose one for each table."""
    settings = next((grid.name for grid in grids if _is_settings(grid)), None)
    candidates: list[Candidate] = []
    found = _Found()
    for grid in grids:
        if header_key(grid.name) in _NOT_TABLES or grid.name == settings:
            continue
        refused = refusal(grid)
        if refused is not None:
            found.notes.append(refused)
            found.used.add(grid.name)
            continue
        here = find_candidates(grid)
        if not here and (named := _no_header(grid) or note_on_unread(grid)):
            found.notes.append(named)
        candidates += [prefers_contacts(candidate) or candidate for candidate in here]
    _choose(candidates, found)
    order = {table.name: place for place, table in enumerate(TABLES)}
    return Layout(
        tables={name: found.tables[name] for name in sorted(found.tables, key=order.__getitem__)},
        notes=tuple(found.notes),
        own_sheets=tuple(
            grid.name
            for grid in grids
            if grid.name not in found.used and grid.name != settings and header_key(grid.name) not in _NOT_TABLES
        ),
        settings_sheet=settings,
        combined=found.combined,
    )


def _choose(candidates: list[Candidate], found: _Found) -> None:
    """Give each table the best of its sheets; the others are named in a note."""
    for candidate in sorted(candidates, key=lambda one: one.weight, reverse=True):
        name = candidate.schema.name
        if name in found.tables:
            found.notes.append(_table_twice(candidate, found.tables[name]))
            continue
        body = read_body(candidate.grid, candidate.header_row, candidate.mapping, candidate.bottom)
        table = _table(candidate, body)
        talks = find_combined(candidate, candidates)
        if talks is not None:
            table, interviews, notes = split_combined(table, candidate, talks)
            found.tables["Interviews"] = interviews
            found.notes += notes
            found.combined = candidate.grid.name
        found.tables[name] = table
        found.used.add(candidate.grid.name)
        found.notes += [*body.notes, *notes_on(candidate, table)]


def _table(candidate: Candidate, body: Body) -> Table:
    return Table(
        schema=candidate.schema,
        grid=candidate.grid,
        header_row=candidate.header_row,
        columns=candidate.mapping.columns,
        rows=tuple(body.rows),
        last_row=body.last_row,
        skipped=body.skipped,
        list_object=candidate.list_object,
    )


def _is_settings(grid: Grid) -> bool:
    """Whether the sheet says Setting and Value above names that are settings; a user's own Settings sheet is not it."""
    known = {header_key(name) for name in SETTINGS_BY_NAME}
    for number in sorted(grid.rows)[:20]:
        keys = [header_key(cell) for cell in grid.rows[number] if isinstance(cell, str)]
        if keys[:2] == ["setting", "value"]:
            below = {header_key(str(cells[0])) for row, cells in grid.rows.items() if row > number and cells}
            return bool(below & known) or header_key(grid.name) == header_key(SETTINGS_SHEET)
    return False


def _no_header(grid: Grid) -> LayoutNote | None:
    named = next((table for table in TABLES if name_fits(table, grid.name) == 2), None)
    if named is None or not grid.rows:
        return None
    columns = " and ".join(wanted.name for wanted in named.required)
    return LayoutNote(
        "no-header",
        Do.FLAG,
        CellRef(grid.name, 1, 1),
        f"The sheet {grid.name} has no row of headers that sheet-sync knows, so it is left alone.",
        f"Give it a row with the headers {columns}, or another name.",
        named.name,
    )


def _table_twice(candidate: Candidate, chosen: Table) -> LayoutNote:
    return LayoutNote(
        "table-twice",
        Do.FLAG,
        CellRef(candidate.grid.name, candidate.header_row, 1),
        f"The sheets {chosen.grid.name} and {candidate.grid.name} both look like {chosen.name}; "
        f"{chosen.grid.name} is used and {candidate.grid.name} is left alone.",
        "Bring the rows together on one sheet.",
        chosen.name,
    )
