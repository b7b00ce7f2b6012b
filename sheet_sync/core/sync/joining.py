"""Two rows of one person become one: what the row that stays takes over, and every reference that must be repointed.

Works on the records as they are merged, so that the same is written into every replica.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sheet_sync.core.book import Book, Entry
from sheet_sync.core.interpret.people import rename_people
from sheet_sync.core.records import Grid, Snapshot
from sheet_sync.core.references import Match
from sheet_sync.core.rows.row_edits import reference_to
from sheet_sync.core.schema import TABLES, TABLES_BY_NAME, Kind
from sheet_sync.core.sync.merge import joined
from sheet_sync.core.sync.sync_state import Amendment
from sheet_sync.core.sync.synced import Cells, Key, RowId, Rows, Value, alike, own_header, scalar_of

if TYPE_CHECKING:
    from datetime import date

    from sheet_sync.core.values import Content

CONTACTS = "Contacts"
_EMAIL, _REFERRED_BY = "Email", "Referred by"
_INTERVIEW = TABLES_BY_NAME["Answers"].field("Interview")
Truth = Mapping[str, Rows]


@dataclass(frozen=True, slots=True)
class Join:
    """Which contact stays, which goes into it, and the day; ``settings`` is the workbook's sheet of that name."""

    stays: RowId
    goes: RowId
    as_of: date
    settings: Grid | None = None

    def book(self, truth: Truth) -> Book:
        return book_of(truth, self.as_of, (self.settings,) if self.settings is not None else ())


def join_people(join: Join, truth: Truth) -> tuple[Amendment, ...]:
    """What makes one row of two.  Empty cells are filled; where both say something different, the row keeps its own and
    the other's stands against it as a conflict."""
    one, other = truth[CONTACTS].rows[join.stays], truth[CONTACTS].rows[join.goes]
    taken, claims = _joined_cells(one, other, joined(join.goes))
    first = [
        Amendment(CONTACTS, join.stays, taken, claims=claims, claimant=joined(join.goes)),
        Amendment(CONTACTS, join.goes, None),
    ]
    before = join.book(truth)
    after = join.book(_amended(truth, first))
    people = (*_people(before, after, join), *_named(before, after, join))
    talks = tuple(_talks(before, join.book(_amended(truth, [*first, *people])), join))
    mine, others = _split([*people, *talks], join)
    return (*others, replace(first[0], cells=_not_oneself({**taken, **mine}, join, truth)), first[1])


def _joined_cells(one: Cells, other: Cells, name: str) -> tuple[dict[Key, Value], dict[Key, dict[str, Value]]]:
    taken: dict[Key, Value] = {}
    claims: dict[Key, dict[str, Value]] = {}
    for key, value in other.items():
        if one.get(key) is None:
            taken[key] = value
        elif key == _EMAIL and _bare(one[key]) == _bare(value):
            taken[key] = min(one[key], value, key=_untidiness)  # one address, typed in two ways
        elif not alike(one[key], value):
            claims[key] = {name: value}
    return taken, claims


def _bare(email: Value) -> str:
    return "".join(str(email).split()).casefold()


def _untidiness(email: Value) -> int:
    """Capitals and blanks, which an address is better without."""
    return sum(letter.isupper() or letter.isspace() for letter in str(email))


def book_of(truth: Truth, as_of: date, more: Sequence[Grid] = ()) -> Book:
    """The records as a workbook, so that references can be followed in them."""
    grids = []
    for schema in TABLES:
        table = truth.get(schema.name, Rows())
        keys = [key for key in table.columns if key != "ID"]
        rows: dict[int, list[Content]] = {1: ["ID", *(own_header(key) for key in keys)]}
        for number, (row, cells) in enumerate(table.rows.items(), 2):
            rows[number] = [row, *(scalar_of(cells.get(key)) for key in keys)]
        grids.append(Grid(schema.name, rows))
    return Book(Snapshot("records", "records", "", (*grids, *more), project_id="records"), as_of)


def _amended(truth: Truth, amendments: Iterable[Amendment]) -> dict[str, Rows]:
    changed = dict(truth)
    for each in amendments:
        table = changed[each.table]
        rows = dict(table.rows)
        if each.cells is None:
            rows.pop(each.row, None)
        else:
            rows[each.row] = {**rows.get(each.row, {}), **each.cells}
        changed[each.table] = replace(table, rows=rows)
    return changed


def _people(before: Book, after: Book, join: Join) -> Iterator[Amendment]:
    """Every row that refers to the contact that goes, referring to the other instead."""
    gone, kept = before.by_id(CONTACTS, join.goes), after.by_id(CONTACTS, join.stays)
    assert gone is not None
    assert kept is not None
    for entry, field in _references(before, CONTACTS):
        if entry.referred(field).entry is gone and entry.id is not None:
            typed = entry.text(field)
            fits = _is_named(after.match(entry.table.schema.field(field), typed), kept)
            wanted = join.stays if typed.casefold() == join.goes else typed if fits else reference_to(after, kept)
            if wanted != typed:
                yield Amendment(entry.table.name, entry.id, {field: wanted})


def _is_named(match: Match, contact: Entry) -> bool:
    """Whether a contact is named as it is called: a short form may soon fit somebody else as well."""
    return match.entry is contact and match.how != "short"


def _named(before: Book, after: Book, join: Join) -> Iterator[Amendment]:
    """Every row with the contact that goes among the people whom it names, with the other in its place."""
    gone, kept = before.by_id(CONTACTS, join.goes), after.by_id(CONTACTS, join.stays)
    assert kept is not None

    def new_name(name: str) -> str | None:
        is_meant = before.people.match(name).entry is gone
        return kept.text("Name") if is_meant and not _is_named(after.people.match(name), kept) else None

    for entry in before.all_entries():
        for field in entry.table.schema.fields:
            if field.kind is Kind.PEOPLE and entry.id is not None and (typed := entry.text(field.name)):
                changed = rename_people(typed, new_name)
                if changed != typed:
                    yield Amendment(entry.table.name, entry.id, {field.name: changed})


def _talks(before: Book, after: Book, join: Join) -> Iterator[Amendment]:
    """Every row that names a talk by the contact that goes, naming it by the other; by its ID where that is unclear."""
    gone, kept = before.by_id(CONTACTS, join.goes), after.by_id(CONTACTS, join.stays)
    assert kept is not None
    for entry, field in _references(before, "Interviews"):
        talk, typed = entry.referred(field).entry, entry.text(field)
        if talk is None or talk.id is None or entry.id is None or typed.casefold() == talk.id.casefold():
            continue
        if talk.referred("Contact").entry is gone:
            name = f"{kept.text('Name')}, {talk.value('Date')}"
            found = after.match(_INTERVIEW, name).entry
            yield Amendment(entry.table.name, entry.id, {field: name if found and found.id == talk.id else talk.id})


def _references(book: Book, target: str) -> Iterator[tuple[Entry, str]]:
    for entry in book.all_entries():
        for field in entry.table.schema.fields:
            if field.refers_to == target and entry.text(field.name):
                yield entry, field.name


def _split(amendments: Iterable[Amendment], join: Join) -> tuple[dict[Key, Value], list[Amendment]]:
    """What concerns the row that stays, and all other rows but the one that goes, a row once."""
    mine: dict[Key, Value] = {}
    others: dict[tuple[str, RowId], dict[Key, Value]] = {}
    for each in amendments:
        if each.row == join.stays:
            mine.update(each.cells or {})
        elif each.row != join.goes:
            others.setdefault((each.table, each.row), {}).update(each.cells or {})
    return mine, [Amendment(table, row, cells) for (table, row), cells in others.items()]


def _not_oneself(cells: Mapping[Key, Value], join: Join, truth: Truth) -> dict[Key, Value]:
    """The cells without a referral of the person by themselves, where one of the two rows had named the other."""
    after = join.book(_amended(truth, [Amendment(CONTACTS, join.stays, cells), Amendment(CONTACTS, join.goes, None)]))
    kept = after.by_id(CONTACTS, join.stays)
    if kept is not None and kept.text(_REFERRED_BY) and kept.referred(_REFERRED_BY).entry is kept:
        return {**cells, _REFERRED_BY: None}
    return dict(cells)
