"""An email address in other letter case is the same address, and nobody is asked about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheet_sync.core.sync.letter_case import same_address
from sheet_sync.core.sync.merge import Conflict
from sheet_sync.core.sync.synced import Value
from sheet_sync.store.store import Store
from tests.pairs import CONTACTS, Pair, grid, workbook

SHOUTED, PLAIN = "FARAH@Mill.example", "farah@mill.example"


def email(*claims: Value) -> Conflict:
    return Conflict(dict(zip("abc", claims, strict=False)), "Contacts", "c-1", "Email")


@pytest.mark.parametrize(
    ("claims", "kept"),
    [
        ((SHOUTED, PLAIN), PLAIN),
        ((PLAIN, SHOUTED, "Farah@mill.example"), PLAIN),
        (("FARAH@mill.example", "Farah@mill.example"), "Farah@mill.example"),
        (("fArah@mill.example", "Farah@mill.example"), "Farah@mill.example"),
    ],
)
def test_the_one_in_small_letters_stands(claims: tuple[Value, ...], kept: Value) -> None:
    assert same_address(email(*claims)) == (kept,)
    assert same_address(email(*reversed(claims))) == (kept,)


@pytest.mark.parametrize("claims", [(SHOUTED, "farah@other.example"), (PLAIN, None), (5, PLAIN)])
def test_another_address_is_another_address(claims: tuple[Value, ...]) -> None:
    assert same_address(email(*claims)) is None


def test_no_other_column_is_touched() -> None:
    assert same_address(Conflict({"a": "ABC", "b": "abc"}, "Contacts", "c-1", "Notes")) is None
    assert same_address(Conflict({"a": "A@B.c", "b": "a@b.c"}, "Letters", "l-1", "Email")) is None


def test_one_person_with_two_spellings_of_an_email_is_no_conflict(tmp_path: Path) -> None:
    pair = Pair.of(
        tmp_path,
        workbook("excel", grid("Contacts", CONTACTS, (None, "Farah Aziz", "Mill", SHOUTED))),
        workbook("google", grid("Contacts", CONTACTS, (None, "Farah Aziz", "Mill", PLAIN))),
    )
    report = pair.sync()

    assert not report.conflicts
    assert [row["Email"] for kind in pair.replicas for row in pair.rows(kind)] == [PLAIN, PLAIN]
    with Store.open(tmp_path, read_only=True) as store:
        (project,) = {row[0] for row in store.db.execute("SELECT id FROM projects")}
        assert SHOUTED in [line.event.new for line in store.history(project)]
    assert not any(replica.cells for replica in pair.sync().replicas)


def test_what_was_chosen_by_name_stands_all_the_same(tmp_path: Path) -> None:
    pair = Pair.of(
        tmp_path,
        workbook("excel", grid("Contacts", CONTACTS, (None, "Farah Aziz", "Mill", SHOUTED))),
        workbook("google", grid("Contacts", CONTACTS, (None, "Farah Aziz", "Mill", PLAIN))),
    )
    pair.sync(prefer="excel")

    assert [row["Email"] for kind in pair.replicas for row in pair.rows(kind)] == [SHOUTED, SHOUTED]
