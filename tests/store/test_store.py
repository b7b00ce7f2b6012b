"""The store: what goes in comes out as it was, and what it cannot do it says."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.sync.decisions import Decision
from sheet_sync.core.sync.merge import Conflict
from sheet_sync.core.sync.sync_outcome import Outcome, TableBase
from sheet_sync.core.sync.sync_state import Event, ToolCell
from sheet_sync.core.sync.synced import Tick, Value, value_of
from sheet_sync.errors import Refused
from sheet_sync.store.encoding import (
    decode_all,
    decode_cells,
    decode_tool,
    decode_value,
    encode_cells,
    encode_tool,
    encode_value,
)
from sheet_sync.store.migrations import MIGRATIONS, version_of
from sheet_sync.store.place import STORE_NAME, backups_folder, store_folder
from sheet_sync.store.projects import KnownReplica
from sheet_sync.store.saving import Intent
from sheet_sync.store.store import Store

VALUES = st.one_of(
    st.none(),
    st.text(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(Tick),
)


class TestEncoding:
    @given(VALUES)
    def test_every_value_comes_back_with_its_type(self, value: Value) -> None:
        read = decode_value(encode_value(value))

        assert read == value
        assert type(read) is type(value)

    @given(st.dictionaries(st.text(), VALUES.filter(lambda value: value is not None)))
    def test_so_does_a_row(self, cells: dict[str, Value]) -> None:
        assert decode_cells(encode_cells(cells)) == cells

    @given(st.lists(st.dictionaries(st.text(), VALUES.filter(lambda value: value is not None))))
    def test_so_do_many_rows_at_once(self, rows: list[dict[str, Value]]) -> None:
        read = list(decode_all([encode_cells(cells) for cells in rows]))

        assert read == rows
        assert [[*map(type, cells.values())] for cells in read] == [
            [type(cells[key]) for key in sorted(cells)] for cells in rows
        ]

    @given(st.dictionaries(st.text(min_size=1), VALUES))
    def test_equal_rows_are_equal_text(self, cells: dict[str, Value]) -> None:
        assert encode_cells(cells) == encode_cells(dict(reversed(cells.items())))

    def test_half_a_surrogate_pair_survives(self) -> None:
        assert decode_value(encode_value("\ud800")) == "\ud800"

    def test_computed_cells(self) -> None:
        cells = {"Next contact": ToolCell(date(2026, 11, 24)), "Last contact": ToolCell("spring", True)}

        assert decode_tool(encode_tool(cells)) == cells

    @pytest.mark.parametrize(
        ("typed", "stored"),
        [(True, Tick.ON), (1, 1), (1.0, 1), ("", None), ("a\r\nb", "a\nb"), (datetime(2026, 1, 2), date(2026, 1, 2))],  # noqa: DTZ001
    )
    def test_what_is_stored_of_what_is_typed(self, typed: str | int | float | datetime, stored: Value) -> None:
        assert value_of(typed) == stored
        assert type(value_of(typed)) is type(stored)


def outcome(**rows: str | None) -> Outcome:
    """One table in which these rows have these names, or are deleted."""
    cells = {f"c-{row}": None if name is None else {"Name": name} for row, name in rows.items()}
    return Outcome(
        records={"Contacts": dict(cells)},
        columns={"Contacts": ("Name",)},
        bases={
            "excel": {"Contacts": TableBase(("Name",), (), dict(cells), {}, {"c-a": {"Last contact": ToolCell(None)}})}
        },
        conflicts=(),
        events=tuple(Event("excel", "added", "Contacts", row, cells=each) for row, each in cells.items() if each),
    )


EXCEL = KnownReplica("p-1", "excel", "excel", "/talks.xlsx", "f1", "2026-11-24", "0.1", {"problems": {}})


class TestStore:
    def test_what_is_saved_is_loaded(self, tmp_path: Path) -> None:
        with Store.open(tmp_path) as store:
            store.save("p-1", outcome(a="Dana", b="Lee"), [EXCEL], "sync")
        with Store.open(tmp_path) as store:
            state = store.load("p-1")

            assert state.records["Contacts"].rows == {"c-a": {"Name": "Dana"}, "c-b": {"Name": "Lee"}}
            assert state.replica("excel").bases["Contacts"].rows == state.records["Contacts"].rows
            assert state.replica("excel").tool["Contacts"]["c-a"] == {"Last contact": ToolCell(None)}
            assert store.find_by_location("/talks.xlsx") == EXCEL

    def test_a_base_that_says_what_the_record_says_is_the_same_object(self, tmp_path: Path) -> None:
        """So that a merge compares it in no time."""
        with Store.open(tmp_path) as store:
            store.save("p-1", outcome(a="Dana"), [EXCEL], "sync")
            state = store.load("p-1")

        assert state.replica("excel").bases["Contacts"].rows["c-a"] is state.records["Contacts"].rows["c-a"]

    def test_a_deleted_row_is_retired_not_forgotten(self, tmp_path: Path) -> None:
        with Store.open(tmp_path) as store:
            store.save("p-1", outcome(a="Dana", b="Lee"), [EXCEL], "sync")
            store.save("p-1", outcome(a=None), [EXCEL], "sync")
            state = store.load("p-1")

            assert state.retired["Contacts"] == {"c-a"}
            assert list(state.records["Contacts"].rows) == ["c-b"]
            assert list(state.replica("excel").bases["Contacts"].rows) == ["c-b"]

    def test_conflicts_are_kept(self, tmp_path: Path) -> None:
        conflict = Conflict({"excel": "x", "google": Tick.ON}, "Contacts", "c-a", "Notes")
        made = outcome(a="Dana")
        made.conflicts = (conflict,)
        with Store.open(tmp_path) as store:
            store.save("p-1", made, [EXCEL], "sync")

            assert store.load("p-1").conflicts == (conflict,)

    def test_an_intent_lasts_until_the_sync_is_saved(self, tmp_path: Path) -> None:
        intended = {"Contacts": {"c-a": {"Last contact": ToolCell(date(2026, 11, 24))}}}
        settled = Decision("Contacts", "c-a", "Notes", "x", {"excel": "x", "google": None})
        with Store.open(tmp_path) as store:
            store.save("p-1", outcome(a="Dana"), [EXCEL], "sync")
            store.note_intent("p-1", Intent("excel", "/talks.xlsx", intended, {}, [settled]))
            before = store.load("p-1")
            store.save("p-1", outcome(a="Dana"), [EXCEL], "sync")
            after = store.load("p-1")

            assert (before.replica("excel").intended, before.decisions) == (intended, (settled,))
            assert (after.replica("excel").intended, after.decisions) == ({}, ())

    def test_projects_do_not_see_each_other(self, tmp_path: Path) -> None:
        with Store.open(tmp_path) as store:
            store.save("p-1", outcome(a="Dana"), [EXCEL], "sync")

            assert store.load("p-2").records == {}
            assert not store.has_project("p-2")

    def test_read_only_without_a_store_makes_none(self, tmp_path: Path) -> None:
        folder = tmp_path / "none"
        with Store.open(folder, read_only=True) as store:
            assert store.load("p-1").records == {}
        assert not folder.exists()

    def test_a_failure_half_way_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from sheet_sync.store import saving

        def fail(*_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(saving, "_save_history", fail)
        with Store.open(tmp_path) as store:
            with pytest.raises(Refused, match="disk is full"):
                store.save("p-1", outcome(a="Dana"), [EXCEL], "sync")
            assert store.load("p-1").records == {}
            assert not store.has_project("p-1")


class TestHistory:
    def test_the_newest_first_with_moments_in_utc(self, tmp_path: Path) -> None:
        with Store.open(tmp_path) as store:
            store.save("p-1", outcome(a="Dana"), [EXCEL], "sync", at=datetime(2026, 11, 1, 9, tzinfo=UTC))
            store.save("p-1", outcome(b="Lee"), [EXCEL], "sync", at=datetime(2026, 11, 2, 9, tzinfo=UTC))
            lines = store.history("p-1")

        assert [line.event.row for line in lines] == ["c-b", "c-a"]
        assert lines[0].at == datetime(2026, 11, 2, 9, tzinfo=UTC)

    def test_every_kind_of_value_comes_back(self, tmp_path: Path) -> None:
        values = (
            "text",
            1,
            1.5,
            True,
            date(2026, 1, 2),
            datetime.fromisoformat("2026-01-02T03:00"),
            time(4, 5),
            timedelta(hours=30),
            None,
        )
        made = outcome()
        made.events = tuple(Event("excel", "changed", "Contacts", "c-a", "Notes", value, value) for value in values)
        with Store.open(tmp_path) as store:
            store.save("p-1", made, [EXCEL], "sync")
            lines = store.history("p-1", table="Contacts", row="c-a")

        assert [line.event.new for line in reversed(lines)] == list(values)
        assert [type(line.event.old) for line in reversed(lines)] == [type(value) for value in values]

    def test_prune_forgets_what_is_older_and_nothing_else(self, tmp_path: Path) -> None:
        with Store.open(tmp_path) as store:
            store.save("p-1", outcome(a="Dana"), [EXCEL], "sync", at=datetime(2026, 11, 1, tzinfo=UTC))
            store.save("p-1", outcome(b="Lee"), [EXCEL], "sync", at=datetime(2026, 11, 3, tzinfo=UTC))
            count = store.prune_history("p-1", datetime(2026, 11, 2, tzinfo=UTC))

            assert count == 1
            assert [line.event.row for line in store.history("p-1")] == ["c-b"]
            assert len(store.load("p-1").records["Contacts"].rows) == 2


class TestMigrations:
    def test_a_new_store_has_seen_them_all(self, tmp_path: Path) -> None:
        with Store.open(tmp_path) as store:
            assert version_of(store.db) == len(MIGRATIONS)

    def test_an_empty_file_becomes_a_store(self, tmp_path: Path) -> None:
        (tmp_path / STORE_NAME).touch()
        with Store.open(tmp_path) as store:
            assert version_of(store.db) == len(MIGRATIONS)

    def test_an_old_store_read_only_is_brought_up_to_date_in_memory(self, tmp_path: Path) -> None:
        (tmp_path / STORE_NAME).touch()
        with Store.open(tmp_path, read_only=True) as store:
            assert store.load("p-1").records == {}
        assert (tmp_path / STORE_NAME).read_bytes() == b""


class TestPlace:
    def test_chosen(self, tmp_path: Path) -> None:
        assert store_folder(tmp_path) == tmp_path
        assert backups_folder(tmp_path, "p-1") == tmp_path / "backups" / "p-1"

    def test_by_default_it_is_where_platformdirs_has_it(self) -> None:
        from platformdirs import user_data_path

        assert store_folder() == user_data_path("sheet-sync", appauthor=False)
