"""A place that one may only view: its edits come in, nothing goes out, what was decided against it stays decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.pairs import CONTACTS, Pair, grid, workbook

DANA = (None, "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair")
LEE = (None, "Lee Wong", "Harbour", "lee@harbour.example", None)
KIM = (None, "Kim Park", "Mill", "kim@mill.example", "from the coach")


def view_only(pair: Pair, why: str | None = "You may view this Sheet but not edit it") -> None:
    replica = pair.replicas["google"]
    replica.contents = replace(replica.contents, read_only=why)


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Dana and Lee here, Lee and Kim in a Sheet that one may only view: it never gets an ID."""
    made = Pair.of(
        tmp_path,
        workbook("excel", grid("Contacts", CONTACTS, DANA, LEE)),
        workbook("google", grid("Contacts", CONTACTS, LEE, KIM)),
    )
    view_only(made)
    made.sync()
    return made


def names(pair: Pair, kind: str = "excel") -> list[object]:
    return [row["Name"] for row in pair.rows(kind)]


def test_its_rows_and_edits_come_in_and_nothing_goes_out(pair: Pair) -> None:
    pair.edit("google", "Contacts", 2, "Notes", "from the coach, again")
    before = pair.replicas["google"].contents
    pair.sync()

    assert names(pair) == ["Dana Reyes", "Lee Wong", "Kim Park"]
    assert pair.row("excel", "Kim Park")["Notes"] == "from the coach, again"
    assert pair.replicas["google"].contents == before


def test_a_row_deleted_here_does_not_come_back_from_there(pair: Pair) -> None:
    pair.rearrange("excel", "Contacts", [1, 2])
    for _ in range(3):
        pair.sync()

    assert names(pair) == ["Dana Reyes", "Lee Wong"]


def test_a_row_deleted_here_and_edited_there_later_is_back(pair: Pair) -> None:
    pair.rearrange("excel", "Contacts", [1, 2])
    pair.sync()
    pair.edit("google", "Contacts", 2, "Notes", "she has news")
    pair.sync()

    assert pair.row("excel", "Kim Park")["Notes"] == "she has news"


def test_a_settled_conflict_stays_settled(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 3, "Notes", "mine")
    pair.edit("google", "Contacts", 2, "Notes", "theirs")
    assert pair.sync().conflicts
    pair.sync(prefer="excel")

    for _ in range(3):
        assert not pair.sync().conflicts
    assert pair.row("excel", "Kim Park")["Notes"] == "mine"


def test_an_open_conflict_stays_open(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 3, "Notes", "mine")
    pair.edit("google", "Contacts", 2, "Notes", "theirs")

    assert [len(pair.sync().conflicts) for _ in range(3)] == [1, 1, 1]


def test_an_edit_there_after_a_decision_is_asked_about(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 3, "Notes", "mine")
    pair.edit("google", "Contacts", 2, "Notes", "theirs")
    pair.sync(prefer="excel")
    pair.edit("google", "Contacts", 2, "Notes", "theirs, in ignorance of mine")

    assert [conflict.field for conflict in pair.sync().conflicts] == ["Notes"]


def test_once_it_may_be_edited_it_gets_what_it_missed(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 3, "Notes", "mine")
    pair.edit("excel", "Contacts", 1, "Notes", "changed meanwhile")
    pair.sync()
    view_only(pair, None)
    pair.sync()

    assert sorted(map(str, names(pair, "google"))) == ["Dana Reyes", "Kim Park", "Lee Wong"]
    assert pair.row("google", "Kim Park")["Notes"] == "mine"
    assert pair.row("google", "Dana Reyes")["Notes"] == "changed meanwhile"


def test_what_changed_before_it_may_be_edited_again_goes_out_without_another_edit(pair: Pair) -> None:
    view_only(pair, None)
    pair.sync()
    view_only(pair)
    pair.edit("excel", "Contacts", 1, "Notes", "typed meanwhile")
    pair.sync()
    view_only(pair, None)
    pair.sync()

    assert pair.row("google", "Dana Reyes")["Notes"] == "typed meanwhile"


def test_a_second_sync_finds_nothing_to_do(pair: Pair) -> None:
    before = pair.replicas["excel"].writes
    report = pair.sync()

    assert pair.replicas["excel"].writes == before
    assert not any(replica.changes_in for replica in report.replicas)
