"""Every kind of note about a sheet's layout, in one line each; rules and docs hold themselves to this list."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LAYOUT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "transposed-sheet": "The fields are in rows, the people across: not read.",
        "two-groups": "Two groups of columns under banners have one header twice, unclear which is meant: not read.",
        "tables-side-by-side": "Two tables stand beside each other on one sheet; the first is read.",
        "tables-stacked": "A second table stands below the first on one sheet; the first is read.",
        "job-tracker": "A tracker of job applications, not of people to talk to: not read.",
        "combined-sheet": "Contacts and talks share one row: read, but not written to.",
        "table-twice": "Two sheets hold the same kind of table; one of them is read.",
        "sheet-not-used": "A sheet looks like a table of people or talks, but lacks what makes it one: not read.",
        "no-header": "The sheet has the name of a table, but no header row that is known: left as the user's own.",
        "required-column-missing": "A table lacks a column that it cannot do without.",
        "header-twice": "Two columns of one table have the same header; the first is read.",
        "column-left-own": "A column that could be a known field stays the user's own, since a better one is there.",
        "column-read-as": "A column was read as a known field by a header that could mean other things too.",
        "column-without-header": "Cells of a table stand in a column without a header.",
        "foreign-id": "The ID column holds numbers of another program; it is kept as the user's own.",
        "example-row": "A row that looks like a template's example; not read.",
        "perhaps-divider": "A row that may be a heading inside the table; read as a row.",
        "talk-without-date": "A talk in a combined sheet that has no day yet; not read as a talk.",
        "follow-up-without-day": "A follow-up column says yes, but not when.",
    }
)

REFUSED = frozenset({"transposed-sheet", "two-groups", "job-tracker"})
"""Kinds that say: this sheet is no table that can be worked with."""
