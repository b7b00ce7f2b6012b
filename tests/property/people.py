"""People who type, sort, copy, delete and choose at random in the workbooks of one or more worlds."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from sheet_sync.core.records import Grid
from sheet_sync.core.values import Content, Formula
from tests.worlds import Place, World, rows_of

FIELDS = ("Name", "Organization", "Email", "Notes")
ALIASES = {"Organization": "Company", "Company": "Organization", "Email": "E-mail", "E-mail": "Email"}
EDITS = (
    "types",
    "types",
    "types",
    "empties",
    "types a formula",
    "adds a row",
    "inserts a row",
    "deletes a row",
    "copies a row",
    "wipes an ID",
    "types over an ID",
    "renames a column",
    "fills a column of their own",
)
numbers = st.integers(0, 9)
names = st.integers(0, 2)
fields = st.sampled_from(FIELDS)


class PeopleMachine(RuleBasedStateMachine):
    """Somebody at each place."""

    def make_world(self, folder: Path) -> World:
        raise AssertionError("each machine makes its own")

    def make_worlds(self, folder: Path) -> list[World]:
        """One, unless a machine has more than one computer; places that two worlds share are the same object."""
        return [self.make_world(folder)]

    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.worlds = self.make_worlds(self.folder)
        every = [place for world in self.worlds for place in world.places.values()]
        self.places = list({id(place): place for place in every}.values())
        self.words = count(1)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- what is there ---

    def place(self, at: int) -> Place:
        return self.places[at % len(self.places)]

    def everywhere(self) -> range:
        return range(len(self.places))

    def sheet(self, at: int, title: str = "Contacts") -> Grid | None:
        return self.place(at).grid(title)

    def contacts(self, at: int) -> Grid:
        found = self.sheet(at)
        assert found is not None
        return found

    def pick(self, at: int, row: int, title: str = "Contacts") -> int | None:
        """The number of a filled row, or ``None`` where there is none."""
        found = self.sheet(at, title)
        filled = [number for number in found.rows if number > 1] if found is not None else []
        return filled[row % len(filled)] if filled else None

    def filled(self, at: int) -> list[int]:
        return [number for number in self.contacts(at).rows if number > 1]

    def id_column(self, at: int) -> int:
        return self.contacts(at).rows[1].index("ID") + 1

    def number_of(self, at: int, id_: Content) -> int | None:
        column = self.id_column(at)
        return next((each for each in self.filled(at) if id_ and self.contacts(at).at(each, column) == id_), None)

    def typed(self, world: World | None = None) -> set[str]:
        """Every text that stands in a row of contacts, in a world or in all."""
        every = self.places if world is None else world.places.values()
        return {
            cell
            for place in every
            if (found := place.grid("Contacts")) is not None
            for row in rows_of(found)
            for cell in row.values()
            if isinstance(cell, str)
        }

    def shown(self, place: Place) -> Iterator[dict[str, Content]]:
        """The rows, their columns by the names that are not aliases."""
        found = place.grid("Contacts")
        assert found is not None
        for row in rows_of(found):
            yield {
                {"Company": "Organization", "E-mail": "Email"}.get(title, title): cell for title, cell in row.items()
            }

    # --- a hand that types ---

    def new_word(self) -> str:
        return f"word {next(self.words)}"

    def type(self, at: int, number: int, header: str, value: Content, title: str = "Contacts") -> None:
        """A person types into a cell."""
        found = self.sheet(at, title)
        assert found is not None
        headers = [str(each) for each in found.rows[1]]
        wanted = header if header in headers else ALIASES.get(header, header)
        if wanted not in headers:
            return
        cells = list(found.rows.get(number, ()))
        column = headers.index(wanted)
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = value
        self.put(at, found, {**found.rows, number: cells})

    def put(self, at: int, found: Grid, rows: dict[int, list[Content]]) -> None:
        for cells in rows.values():
            while cells and cells[-1] is None:
                cells.pop()
        kept = {number: cells for number, cells in sorted(rows.items()) if cells}
        self.place(at).put(replace(found, rows=kept))

    def arrange(self, at: int, order: list[int]) -> None:
        """A person sorts, copies or deletes: these rows, one below the other."""
        found = self.contacts(at)
        rows = {place: list(found.rows[old]) for place, old in enumerate(order, 2)}
        self.put(at, found, {1: list(found.rows[1]), **rows})

    def type_first_rows(self, people: int) -> None:
        for number in range(2, 2 + people):
            for field in FIELDS:
                self.type(0, number, field, self.new_word() if field != "Email" else f"{number}@mail.example")

    # --- what people do ---

    @rule(at=names, row=numbers, field=fields, how=st.sampled_from(EDITS))
    def edits(self, at: int, row: int, field: str, how: str) -> None:
        number = self.pick(at, row)
        if how == "adds a row" or number is None:
            self.adds_a_row(at)
        elif how == "types":
            self.type(at, number, field, self.new_word())
        elif how == "empties":
            self.type(at, number, field, None)
        elif how == "types a formula":
            self.type(at, number, "Notes", Formula("1+1", 2))
        elif how == "inserts a row":
            self.inserts_a_row(at, number)
        elif how == "deletes a row":
            self.arrange(at, [each for each in self.filled(at) if each != number])
        elif how == "copies a row":
            self.arrange(at, [*self.filled(at), number])
        elif how == "renames a column":
            self.renames_a_column(at, "Email" if field == "Email" else "Organization")
        elif how == "fills a column of their own":
            self.fills_a_column_of_their_own(at, number)
        elif len(self.contacts(at).rows[number]) > 1:
            over = f"c-{next(self.words):08d}".replace("0", "z") if how == "types over an ID" else None
            self.type(at, number, "ID", over)

    def adds_a_row(self, at: int) -> None:
        number = max(self.filled(at), default=1) + 1
        self.type(at, number, "Name", self.new_word())
        self.type(at, number, "Email", f"{number}@{self.new_word().replace(' ', '')}.example")

    def inserts_a_row(self, at: int, number: int) -> None:
        found = self.contacts(at)
        self.put(at, found, {place + (place >= number): list(cells) for place, cells in found.rows.items()})
        self.type(at, number, "Name", self.new_word())

    def renames_a_column(self, at: int, field: str) -> None:
        found = self.contacts(at)
        both = (field, ALIASES[field])
        header: list[Content] = [ALIASES[str(title)] if title in both else title for title in found.rows[1]]
        self.put(at, found, {**found.rows, 1: header})

    def fills_a_column_of_their_own(self, at: int, number: int) -> None:
        found = self.contacts(at)
        if "Fax" not in found.rows[1]:
            self.put(at, found, {**found.rows, 1: [*found.rows[1], "Fax"]})
        self.type(at, number, "Fax", self.new_word())

    @rule(at=names, chance=st.randoms(use_true_random=False))
    def sorts(self, at: int, chance: Any) -> None:
        order = self.filled(at)
        chance.shuffle(order)
        self.arrange(at, order)

    @rule(row=numbers, field=fields, same=st.booleans())
    def types_everywhere(self, row: int, field: str, same: bool) -> None:
        """Into the same row, or into whatever rows stand there."""
        word, number = self.new_word(), self.pick(0, row)
        wanted = self.contacts(0).at(number, self.id_column(0)) if number is not None else None
        for at in self.everywhere():
            there = self.number_of(at, wanted) or self.pick(at, row)
            if there is not None:
                self.type(at, there, field, word if same else self.new_word())

    @rule()
    def adds_the_same_person_everywhere(self) -> None:
        name, organization = self.new_word(), self.new_word()
        for at in self.everywhere():
            number = max(self.filled(at), default=1) + 1
            self.type(at, number, "Name", name)
            self.type(at, number, "Organization", organization)

    # --- what people do about conflicts ---

    @rule(at=names, row=numbers, word=st.sampled_from(("Here", "There", "there ", "Excel", "nonsense")))
    def chooses(self, at: int, row: int, word: str) -> None:
        number = self.pick(at, row, "Conflicts")
        if number is not None:
            self.type(at, number, "Keep", word, "Conflicts")

    @rule(at=names)
    def copies_over_what_the_first_says(self, at: int) -> None:
        """Settling by hand."""
        theirs = {row.get("ID"): row for row in rows_of(self.contacts(0))}
        found = self.contacts(at)
        headers = [str(title) for title in found.rows[1]]
        for number in self.filled(at):
            row = dict(zip(headers, found.rows[number], strict=False))
            for field in FIELDS:
                wanted = theirs.get(row.get("ID"), row).get(field)
                if not isinstance(wanted, Formula) and not isinstance(row.get(field), Formula):
                    self.type(at, number, field, wanted)
