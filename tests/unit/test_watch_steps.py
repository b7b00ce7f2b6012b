"""When ``watch`` syncs and how long it waits, by a clock that the test turns."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sheet_sync.app.sync import SyncOptions
from sheet_sync.app.sync_report import ReplicaReport, SyncReport
from sheet_sync.app.watch import EVERY_S, LONGEST_PAUSE_S, LOOK_S, SETTLE_S, Stamp, Watch
from sheet_sync.errors import GoogleUnreachable, Refused, SheetSyncError, SyncUnderWay, WorkbookBusy, WorkbookUnreadable
from sheet_sync.store.projects import KnownReplica
from sheet_sync.store.store import Store

GOOGLE = "https://docs.google.com/spreadsheets/d/1abc/edit"


class Desk:
    """A workbook, the day, and what a sync comes to."""

    def __init__(self, folder: Path, location: str) -> None:
        self.day = date(2026, 11, 24)
        self.saved: Stamp = (1, 100)
        self.is_open = False
        self.fault: Exception | None = None
        self.absence = ""
        self.asked = 0
        self.while_syncing: Callable[[], None] = lambda: None
        self.days: list[date] = []
        self.failures: list[tuple[str, float | None]] = []
        self.reports = 0
        options = SyncOptions(self.day, folder / "store")
        self.watch = Watch(location, options, self, self._run, lambda: self.day)
        self.watch.stamp = lambda path: self.saved
        self.watch.is_open = lambda path: self.is_open
        self.watch.begin(0)
        self.days.clear()

    def _run(self, location: str, options: SyncOptions) -> SyncReport:
        self.days.append(options.as_of)
        self.while_syncing()
        if self.fault is not None:
            raise self.fault
        self.asked += not options.away
        absence = self.absence or ("left out" if options.away else "")
        return SyncReport(dry_run=False, replicas=(ReplicaReport("google", "google", GOOGLE, absence=absence),))

    def synced(self, report: SyncReport) -> None:
        self.reports += 1

    def failed(self, error: Exception, again_in_s: float | None) -> None:
        self.failures.append((str(error), again_in_s))

    def lost(self, absence: str) -> None:
        self.failures.append((absence, None))

    def found(self) -> None:
        self.failures.append(("found", None))

    def step(self, now: float) -> float:
        return self.watch.step(now)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, str(tmp_path / "contacts.xlsx"))


@pytest.fixture
def cloud(tmp_path: Path) -> Desk:
    return Desk(tmp_path, GOOGLE)


class TestFile:
    def test_nothing_happens_while_nothing_is_saved(self, desk: Desk) -> None:
        assert [desk.step(now) for now in (5, 10, 15)] == [LOOK_S] * 3
        assert not desk.days

    def test_a_save_is_synced_once_it_has_settled(self, desk: Desk) -> None:
        desk.saved = (2, 100)
        assert desk.step(10) == SETTLE_S
        assert not desk.days
        desk.step(10 + SETTLE_S)
        assert len(desk.days) == 1

    def test_a_file_still_being_written_is_left_alone(self, desk: Desk) -> None:
        for tenth in range(30):
            desk.saved = (2 + tenth, 100 * tenth)
            desk.step(10 + tenth / 10)
        assert not desk.days

        desk.step(13 + SETTLE_S)
        assert len(desk.days) == 1

    def test_a_save_during_the_sync_is_synced_again(self, desk: Desk) -> None:
        def save() -> None:
            desk.saved = (9, 900)
            desk.while_syncing = lambda: None

        desk.saved, desk.while_syncing = (2, 100), save
        desk.step(10)
        desk.step(11)
        desk.step(12)
        desk.step(13)
        assert len(desk.days) == 2
        desk.step(20)
        assert len(desk.days) == 2

    def test_a_new_day_is_synced(self, desk: Desk) -> None:
        desk.day = date(2026, 11, 25)
        desk.step(100)

        assert desk.days == [date(2026, 11, 25)]

    def test_while_it_is_open_it_waits_and_then_catches_up(self, desk: Desk) -> None:
        desk.saved, desk.is_open, desk.fault = (2, 100), True, WorkbookBusy("contacts.xlsx is open in Excel.")
        desk.step(10)
        desk.step(11)
        desk.step(15)
        assert len(desk.days) == 1
        desk.is_open, desk.fault = False, None
        desk.step(20)
        assert len(desk.days) == 2
        assert desk.failures == [("contacts.xlsx is open in Excel.", None)]

    def test_what_cannot_be_read_is_tried_again_before_it_is_said(self, desk: Desk) -> None:
        desk.saved, desk.fault = (2, 100), WorkbookUnreadable("It is damaged.")
        for now in range(10, 30):
            desk.step(now)

        assert len(desk.days) == 4
        assert len(desk.failures) == 1

    def test_a_refusal_is_said_once_and_not_tried_again_until_something_changes(self, desk: Desk) -> None:
        desk.saved, desk.fault = (2, 100), Refused("Six rows are gone.")
        for now in range(10, 600, 5):
            desk.step(now)
        assert len(desk.days) == 1
        desk.saved, desk.fault = (3, 100), None
        desk.step(600)
        desk.step(602)
        assert (len(desk.days), desk.reports, len(desk.failures)) == (2, 2, 1)

    def test_a_fault_inside_does_not_end_it(self, desk: Desk) -> None:
        desk.saved, desk.fault = (2, 100), KeyError("x")
        desk.step(10)
        desk.step(11)
        desk.fault = None
        desk.step(11 + EVERY_S)

        assert len(desk.days) == 2

    @pytest.mark.parametrize("fault", [SyncUnderWay("Another sync is under way.")])
    def test_another_sync_is_waited_for(self, desk: Desk, fault: SheetSyncError) -> None:
        desk.saved, desk.fault = (2, 100), fault
        desk.step(10)
        desk.step(11)
        desk.fault = None
        desk.step(11 + EVERY_S)

        assert len(desk.days) == 2


class TestGoogle:
    def test_it_is_asked_at_the_interval_and_not_before(self, cloud: Desk) -> None:
        for now in range(600):
            cloud.step(now)

        assert len(cloud.days) == 600 // EVERY_S - 1

    def test_it_is_asked_less_and_less_often_while_it_cannot_be_reached_and_that_is_said_once(
        self, cloud: Desk
    ) -> None:
        cloud.fault = GoogleUnreachable("Google cannot be reached.")
        asked = []
        for now in range(7200):
            before = len(cloud.days)
            cloud.step(now)
            if len(cloud.days) > before:
                asked.append(now)

        gaps = [later - earlier for earlier, later in itertools.pairwise(asked)]
        assert gaps == sorted(gaps)
        assert gaps[0] == EVERY_S
        assert gaps[-1] == LONGEST_PAUSE_S
        assert cloud.failures == [("Google cannot be reached.", EVERY_S)]

    def test_once_it_answers_the_interval_is_as_before(self, cloud: Desk) -> None:
        cloud.fault = GoogleUnreachable("Google cannot be reached.")
        for now in range(1000):
            cloud.step(now)
        cloud.fault = None
        for now in range(1000, 3000):
            cloud.step(now)
        cloud.days.clear()
        for now in range(3000, 3600):
            cloud.step(now)

        assert len(cloud.days) == 10


class TestGoogleOutOfReach:
    """A file that is in step with a Google Sheet, and no network."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Desk:
        location = str(tmp_path / "contacts.xlsx")
        with Store.open(tmp_path / "store") as store:
            both = (
                KnownReplica("p-1", "excel", "excel", location),
                KnownReplica("p-1", "google", "google", GOOGLE, "f"),
            )
            store.pair("p-1", both)
        return Desk(tmp_path, location)

    def asked(self, desk: Desk, seconds: range) -> list[int]:
        """When Google was asked."""
        found = []
        for now in seconds:
            before = desk.asked
            desk.step(now)
            if desk.asked > before:
                found.append(now)
        return found

    def test_the_first_sync_waits_for_nobody(self, desk: Desk) -> None:
        assert (desk.asked, desk.reports) == (0, 1)
        assert desk.step(1) <= EVERY_S
        assert desk.asked == 1

    def test_what_is_saved_is_synced_without_asking_again(self, desk: Desk) -> None:
        desk.absence = "Google cannot be reached."
        desk.step(1)
        desk.saved = (2, 100)
        desk.step(10)
        desk.step(10 + SETTLE_S)

        assert len(desk.days) == 2
        assert desk.asked == 1

    def test_it_is_tried_on_and_both_going_and_coming_are_said_once(self, desk: Desk) -> None:
        desk.absence = "Google cannot be reached."
        asked = self.asked(desk, range(1, 1000))
        desk.absence = ""
        self.asked(desk, range(1000, 2000))

        assert [later - earlier for earlier, later in itertools.pairwise(asked)] == [60.0, *[120.0] * (len(asked) - 2)]
        assert desk.failures == [("Google cannot be reached.", None), ("found", None)]

    def test_once_it_is_back_the_interval_is_as_before(self, desk: Desk) -> None:
        desk.absence = "Google cannot be reached."
        self.asked(desk, range(1, 1000))
        desk.absence = ""
        asked = self.asked(desk, range(1000, 2000))

        assert {later - earlier for earlier, later in itertools.pairwise(asked)} == {60}
