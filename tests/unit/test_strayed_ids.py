"""A sort that leaves the IDs behind, a block pasted a row too low: whose row is it?"""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.sync.synced import ReadRow, Rows
from tests.unit.test_matching import known, match, numbers, read

IDS = [f"c-0000000{number}" for number in range(6)]
PEOPLE: list[dict[str, Any]] = [
    {"Name": name, "Email": f"{name.casefold()}@x.example", "Organization": place}
    for name, place in zip(
        ("Ann", "Bo", "Cy", "Dee", "Eve", "Flo"), ("Mill", "Mill", "Fair", "Fair", "Pier", "Pier"), strict=True
    )
]
BASE = known(dict(zip(IDS, PEOPLE, strict=True)))


def beside(*order: int | None, **edits: str) -> tuple[ReadRow, ...]:
    """The rows as sorted beside IDs that stayed; an edit is ``Bo="new organization"``."""
    rows = [{} if at is None else dict(PEOPLE[at]) for at in order]
    for row in rows:
        if row and row["Name"] in edits:
            row["Organization"] = edits[row["Name"]]
    return read(*zip(IDS, rows, strict=False))


def named(rows: tuple[ReadRow, ...], base: Rows = BASE) -> dict[str, str]:
    """Which ID each person has in the end."""
    return {str(row.cells["Name"]): id_ for id_, row in match(rows, base).rows.items() if row.cells}


EVERYBODY = {str(person["Name"]): id_ for id_, person in zip(IDS, PEOPLE, strict=True)}


class TestSorting:
    @given(order=st.permutations(range(6)))
    def test_ids_follow_what_the_rows_say(self, order: list[int]) -> None:
        assert named(beside(*order)) == EVERYBODY

    @given(order=st.permutations(range(6)), who=st.sampled_from(sorted(EVERYBODY)))
    def test_also_where_one_of_the_rows_was_edited_too(self, order: list[int], who: str) -> None:
        assert named(beside(*order, **{who: "Somewhere new"})) == EVERYBODY

    def test_the_id_cells_are_written_again(self) -> None:
        matched = match(beside(1, 0, 2, 3, 4, 5), BASE)

        assert sorted(matched.to_label) == IDS[:2]
        assert matched.strayed == {IDS[0]: IDS[1], IDS[1]: IDS[0]}
        assert numbers(matched)[IDS[0]] == 3

    def test_rows_that_say_the_same_keep_the_id_beside_them(self) -> None:
        twins = known({IDS[0]: PEOPLE[0], IDS[1]: PEOPLE[0], IDS[2]: PEOPLE[2]})

        assert not match(read((IDS[0], PEOPLE[0]), (IDS[1], PEOPLE[0]), (IDS[2], PEOPLE[2])), twins).strayed


class TestShifting:
    def test_a_block_pasted_a_row_lower(self) -> None:
        new = {"Name": "Gus", "Email": "gus@x.example", "Organization": "Quay"}
        rows = read((IDS[0], new), *zip([*IDS[1:], None], PEOPLE, strict=True))

        assert named(rows) == {**EVERYBODY, "Gus": "c-00000001"} or named(rows)["Gus"] not in IDS
        assert {name: id_ for name, id_ in named(rows).items() if name != "Gus"} == EVERYBODY


class TestWhatIsNone:
    def test_an_edit_that_makes_two_rows_alike_is_an_edit(self) -> None:
        rows = read((IDS[0], PEOPLE[0]), (IDS[1], PEOPLE[0]), *zip(IDS[2:], PEOPLE[2:], strict=True))

        assert not match(rows, BASE).strayed

    def test_one_cell_that_moves_on_by_one_row_is_an_edit(self) -> None:
        """Two calls, each put off to the day of the next."""
        days = known({id_: {"Contact": "Ann", "Date": day} for id_, day in zip(IDS, "123", strict=False)})
        rows = read(*((id_, {"Contact": "Ann", "Date": day}) for id_, day in zip(IDS, "234", strict=False)))

        assert not match(rows, days, table="Touches").strayed

    def test_a_row_copied_over_another_and_then_changed_is_an_edit(self) -> None:
        changed = {**PEOPLE[0], "Organization": "Quay"}
        rows = read((IDS[0], changed), (IDS[1], PEOPLE[0]), *zip(IDS[2:], PEOPLE[2:], strict=True))

        assert not match(rows, BASE).strayed
