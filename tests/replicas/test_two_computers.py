"""Two computers, each with a workbook and records of its own, and one Google Sheet between them: in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from sheet_sync.app.merge_people import merge_people
from sheet_sync.app.sync import SyncOptions
from sheet_sync.core.values import Content
from tests.pairs import CONTACTS, Pair, grid, workbook
from tests.worlds import ScatteredIds

DANA = (None, "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair")
LEE = (None, "Lee Wong", "Harbour", "lee@harbour.example", None)


@pytest.fixture
def both(tmp_path: Path) -> tuple[Pair, Pair]:
    """Dana and Lee on one, in the Sheet and on the other, all in step."""
    google = workbook("google", grid("Contacts", CONTACTS))
    one, other = (
        Pair(
            tmp_path / computer,
            {"excel": workbook("excel", grid("Contacts", CONTACTS, *rows)), "google": google},
            make_id=ScatteredIds(computer),
        )
        for computer, rows in (("one", (DANA, LEE)), ("other", ()))
    )
    converge(one, other)
    return one, other


def converge(*pairs: Pair) -> None:
    """Each syncs twice, in turn; after that nothing changes."""
    for pair in pairs * 2:
        pair.sync()
    before = [pair.replicas[kind].contents for pair in pairs for kind in pair.replicas]
    for pair in pairs * 2:
        assert not any(replica.cells for replica in pair.sync().replicas)
    assert [pair.replicas[kind].contents for pair in pairs for kind in pair.replicas] == before


def lines(pair: Pair, kind: str) -> Sequence[Mapping[str, Content]]:
    return pair.rows(kind, "Conflicts")


def test_a_row_whose_name_is_in_conflict_on_one_is_called_what_the_sheet_calls_it(both: tuple[Pair, Pair]) -> None:
    """A line that both have in common is not written anew by each for ever."""
    one, other = both
    one.edit("excel", "Contacts", 1, "Name", "Dana R.")
    one.edit("google", "Contacts", 1, "Name", "Dana Reyes-Li")
    converge(one, other)
    for pair in both:
        pair.edit("excel", "Contacts", 1, "Notes", "in a workbook")
    one.edit("google", "Contacts", 1, "Notes", "in the Sheet")
    converge(one, other)

    assert {(line["Row"], line["Field"]) for line in lines(one, "google")} == {
        ("Dana Reyes-Li", "Name"),
        ("Dana Reyes-Li", "Notes"),
    }


def test_how_to_settle_a_line_that_both_have_stands_as_it_was_said_first(both: tuple[Pair, Pair]) -> None:
    one, other = both
    options = SyncOptions(one.as_of, one.store, make_id=one.make_id)
    merge_people("memory:excel", options, "Dana Reyes", "Lee Wong", one._open)
    converge(one, other)
    other.edit("excel", "Contacts", 1, "Organization", "Harbour")
    other.edit("google", "Contacts", 1, "Organization", "Grove")
    converge(one, other)

    about = [line for line in lines(one, "google") if line["There"] == "Harbour"]
    assert len(about) == 1
    assert "the joined row" in str(about[0]["How to settle"])


def test_what_is_here_is_no_line_of_ours_with_the_same_there(both: tuple[Pair, Pair]) -> None:
    """The other's line, out of date until it syncs, is left alone by every sync of this one."""
    one, other = both
    one.edit("excel", "Contacts", 1, "Notes", "on the one")
    one.edit("google", "Contacts", 1, "Notes", "in the Sheet")
    converge(one, other)
    one.edit("google", "Contacts", 1, "Notes", "on the one")
    other.edit("excel", "Contacts", 1, "Notes", "on the other")
    other.sync()
    before = lines(other, "google")
    other.sync()

    assert lines(other, "google") == before
    converge(one, other)
    assert [line["There"] for line in lines(one, "google")] == ["on the other"]
