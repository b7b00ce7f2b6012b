"""``check-followups``, ``done``, ``snooze`` and ``log`` on real files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest
from click.testing import CliRunner, Result

from sheet_sync.cli import cli
from tests.tables import grid_of

PEOPLE = "ID | Name | Email | Status | Stay in touch | Snooze until\n"
TALKS = "ID | Contact | Date | Start | Minutes | Status | I promised | Thank-you sent\n"
SHEETS = {
    "Contacts": f"{PEOPLE}c-aaaaaaaa | Dana Reyes | dana@x.example | Met\nc-bbbbbbbb | '=Li+Wenqing | | Scheduled",
    "Interviews": f"{TALKS}i-aaaaaaaa | Dana Reyes | 2026-11-19 | | | Done | send it\n"
    "i-bbbbbbbb | '=Li+Wenqing | 2026-11-26 | 09:00 | 20 | Scheduled",
}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return save(tmp_path / "interviews.xlsx", SHEETS)


def save(path: Path, sheets: dict[str, str]) -> Path:
    """A workbook as openpyxl writes it."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, text in sheets.items():
        sheet = made.create_sheet(name)
        for number, cells in grid_of(name, text).rows.items():
            for column, value in enumerate(cells, 1):
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # text that begins with = is text
    made.save(path)
    return path


def run(*args: str | Path, as_of: str = "2026-11-24") -> Result:
    command, *rest = map(str, args)
    return CliRunner().invoke(cli, [command, "--as-of", as_of, *rest])


def cells_of(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


class TestCheckFollowups:
    def test_an_overdue_thank_you_ends_with_1(self, workbook: Path) -> None:
        assert run("check-followups", workbook).exit_code == 1
        assert run("check-followups", workbook, as_of="2026-11-20").exit_code == 0
        assert run("check-followups", workbook, "--kind", "promise").exit_code == 0

    def test_it_prints_sections_of_lines_in_a_pipe(self, workbook: Path) -> None:
        lines = run("check-followups", workbook).stdout.splitlines()

        assert lines[0] == "Thank-yous: overdue"
        assert lines[1].split("\t")[:3] == ["4 days overdue", "Dana Reyes", "talk on Thu 19 Nov"]
        assert lines[1].endswith("\tInterviews!H2")
        assert [line for line in lines if line and "\t" not in line] == [
            "Thank-yous: overdue",
            "Talks coming up",
            "Promises",
        ]

    def test_the_json_is_what_scripts_depend_on(self, workbook: Path) -> None:
        made = json.loads(run("check-followups", workbook, "--format", "json").stdout)

        assert (made["version"], made["as_of"]) == (1, "2026-11-24")
        assert made["followups"][0] == {
            "kind": "thank-you",
            "state": "overdue",
            "due": "2026-11-20",
            "days_overdue": 4,
            "contact": {"id": "c-aaaaaaaa", "name": "Dana Reyes", "email": "dana@x.example"},
            "interview": "i-aaaaaaaa",
            "cell": "Interviews!H2",
            "next_step": made["followups"][0]["next_step"],
        }
        assert [one["kind"] for one in made["followups"]] == ["thank-you", "upcoming", "promise"]

    def test_before_the_first_sync_there_are_no_ids(self, tmp_path: Path) -> None:
        sheets = {
            "Contacts": "Name | Email\nDana Reyes | ",
            "Interviews": "Contact | Date | Status\nDana Reyes | 2026-11-19 | Done",
        }
        (one,) = json.loads(run("check-followups", save(tmp_path / "a.xlsx", sheets), "--format", "json").stdout)[
            "followups"
        ]

        assert one["contact"] == {"id": None, "name": "Dana Reyes", "email": None}
        assert one["interview"] is None

    def test_the_csv_holds_no_formula(self, workbook: Path) -> None:
        rows = list(csv.DictReader(io.StringIO(run("check-followups", workbook, "--format", "csv").stdout)))

        assert [row["kind"] for row in rows] == ["thank-you", "upcoming", "promise"]
        assert rows[1]["name"] == "'=Li+Wenqing"
        assert (rows[0]["due"], rows[0]["days_overdue"], rows[0]["cell"]) == ("2026-11-20", "4", "Interviews!H2")

    def test_kinds_and_days_narrow_it_down(self, workbook: Path) -> None:
        def kinds(*options: str) -> list[str]:
            made = json.loads(run("check-followups", workbook, "--format", "json", *options).stdout)
            return [one["kind"] for one in made["followups"]]

        assert kinds("--within", "1") == ["thank-you"]
        assert kinds("--kind", "promise", "--kind", "upcoming") == ["upcoming", "promise"]

    def test_nothing_due_is_said_in_one_line(self, tmp_path: Path) -> None:
        path = save(
            tmp_path / "a.xlsx", {**SHEETS, "Interviews": f"{TALKS}i-a | Dana Reyes | 2026-12-09 | | | Scheduled"}
        )

        made = run("check-followups", path)

        assert made.exit_code == 0
        assert made.stdout == (
            "Nothing is due in the next 7 days. The next is Dana Reyes, Wed 9 Dec (talks coming up).\n"
        )

    def test_what_cannot_be_reckoned_is_said_on_stderr(self, tmp_path: Path) -> None:
        path = save(tmp_path / "a.xlsx", {**SHEETS, "Interviews": f"{TALKS}i-a | Dana Reyes | someday | | | Done"})

        made = run("check-followups", path, "--format", "json")

        assert made.stderr.startswith("Interviews!C2: The talk with Dana Reyes has no date that can be read")
        assert json.loads(made.stdout)["followups"] == []

    @pytest.mark.parametrize(
        "options", [["--within", "-1"], ["--kind", "lunch"], ["--as-of", "soon"], ["--format", "pdf"]]
    )
    def test_wrong_usage_ends_with_2(self, workbook: Path, options: Sequence[str]) -> None:
        assert run("check-followups", workbook, *options).exit_code == 2

    def test_a_missing_file_ends_with_3_and_no_traceback(self, tmp_path: Path) -> None:
        made = run("check-followups", tmp_path / "gone.xlsx")

        assert made.exit_code == 3
        assert "Traceback" not in made.output

    def test_it_writes_nothing(self, workbook: Path) -> None:
        before = digest(workbook)

        run("check-followups", workbook)

        assert digest(workbook) == before
        assert [path.name for path in workbook.parent.iterdir()] == [workbook.name]


class TestCalendar:
    def events(self, workbook: Path, *options: str, as_of: str = "2026-11-24") -> dict[str, Any]:
        made = run("check-followups", workbook, "--format", "ics", *options, as_of=as_of)
        calendar = icalendar.Calendar.from_ical(made.stdout_bytes)
        assert calendar.get("METHOD") is None
        return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}

    def test_what_is_due_is_all_day_and_what_is_overdue_is_today(self, workbook: Path) -> None:
        event = self.events(workbook)["Thank Dana Reyes"]

        assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 11, 24), date(2026, 11, 25))
        assert event.get("ATTENDEE") is None
        assert "Interviews!H2" in event["DESCRIPTION"]

    def test_a_talk_stands_at_its_time_in_utc(self, workbook: Path) -> None:
        event = self.events(workbook)["Talk with =Li+Wenqing"]

        begins = datetime(2026, 11, 26, 9, 0).astimezone(UTC)
        assert event["DTSTART"].dt == begins
        assert (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() == 20 * 60
        assert event["DTSTART"].to_ical().endswith(b"Z")

    def test_an_entry_keeps_its_name_on_another_day_and_counts_up(self, workbook: Path) -> None:
        first = self.events(workbook)["Thank Dana Reyes"]
        later = self.events(workbook, as_of="2026-11-25")["Thank Dana Reyes"]

        assert first["UID"] == later["UID"]
        assert first["SEQUENCE"] < later["SEQUENCE"]
        assert len({event["UID"] for event in self.events(workbook).values()}) == 3

    def test_lines_end_and_fold_as_calendars_expect(self, workbook: Path) -> None:
        text = run("check-followups", workbook, "--format", "ics").stdout_bytes

        assert text.endswith(b"END:VCALENDAR\r\n")
        assert text.count(b"\n") == text.count(b"\r\n")
        assert max(map(len, text.split(b"\r\n"))) <= 75


class TestRowCommands:
    def test_done_writes_one_cell(self, workbook: Path) -> None:
        before = cells_of(workbook, "Interviews")

        made = run("done", "Dana Reyes", "--kind", "thank-you", "-w", workbook)

        assert made.exit_code == 0
        assert "Interviews!H2 = 2026-11-24" in made.stdout
        after = cells_of(workbook, "Interviews")
        assert after[1][7].date() == date(2026, 11, 24)
        assert (after[0], after[2], after[1][:7]) == (before[0], before[2], before[1][:7])
        assert run("check-followups", workbook).exit_code == 0

    def test_the_version_before_is_kept_in_the_store(self, workbook: Path, tmp_path: Path) -> None:
        before = digest(workbook)

        run("log", "Dana Reyes", "called", "-w", workbook, "--store", tmp_path / "store")

        (kept,) = (tmp_path / "store").rglob("*.xlsx")
        assert digest(kept) == before

    def test_a_name_means_the_thank_you_and_the_promise_stays_open(self, workbook: Path) -> None:
        made = run("done", "Dana Reyes", "-w", workbook)

        assert made.exit_code == 0
        assert "Done: the thank-you to Dana Reyes" in made.stdout
        assert "Still open: your promise to Dana Reyes" in made.stdout

    def test_a_row_that_is_not_there_ends_with_2_and_writes_nothing(self, workbook: Path) -> None:
        before = digest(workbook)

        made = run("done", "Nobody Known", "-w", workbook)

        assert made.exit_code == 2
        assert digest(workbook) == before

    def test_a_dry_run_shows_the_cells_and_writes_nothing(self, workbook: Path) -> None:
        before = digest(workbook)
        for command in (["done", "Interviews!G2"], ["snooze", "Dana Reyes", "+2w"], ["log", "Dana Reyes", "called"]):
            made = run(*command, "-w", workbook, "--dry-run")

            assert made.exit_code == 0
            assert made.stdout.startswith("Nothing was written")
            assert " = " in made.stdout
        assert digest(workbook) == before

    def test_snooze_silences_until_its_day_and_off_ends_it(self, workbook: Path) -> None:
        assert run("snooze", "Dana Reyes", "+2w", "-w", workbook).exit_code == 0
        assert "Dana" not in run("check-followups", workbook).stdout
        assert "Dana" in run("check-followups", workbook, as_of="2026-12-08").stdout

        assert run("snooze", "c-aaaaaaaa", "off", "-w", workbook).exit_code == 0
        assert "Dana" in run("check-followups", workbook).stdout

    @pytest.mark.parametrize("day", ["2026-11-24", "yesterday", "whenever"])
    def test_a_snooze_until_a_day_that_is_not_to_come_ends_with_2(self, workbook: Path, day: str) -> None:
        assert run("snooze", "Dana Reyes", day, "-w", workbook).exit_code == 2

    def test_log_makes_the_sheet_and_then_adds_rows(self, workbook: Path) -> None:
        assert run("log", "Dana Reyes", "called, she is back in May", "-w", workbook).exit_code == 0
        assert run("log", "dana reyes", "=1+1", "--date", "monday", "--how", "event", "-w", workbook).exit_code == 0

        header, *rows = cells_of(workbook, "Touches")
        assert header == ("ID", "Contact", "Date", "How", "Note")
        assert [(row[1], row[2].date(), row[3], row[4]) for row in rows] == [
            ("Dana Reyes", date(2026, 11, 24), "Call", "called, she is back in May"),
            ("Dana Reyes", date(2026, 11, 23), "Event", "=1+1"),
        ]

    @pytest.mark.parametrize(
        "command",
        [
            ["log", "Nobody", "called"],
            ["log", "Dana Reyes", "  "],
            ["log", "Dana Reyes", "x", "--date", "+1d"],
            ["done", "Nobody"],
            ["snooze", "Nobody", "+1w"],
            ["done", "Interviews!Z99"],
        ],
    )
    def test_what_makes_no_sense_ends_with_2_and_writes_nothing(self, workbook: Path, command: Sequence[str]) -> None:
        before = digest(workbook)

        made = run(*command, "-w", workbook)

        assert made.exit_code == 2
        assert 1 <= len(made.stderr.strip().splitlines()) <= 2
        assert digest(workbook) == before

    def test_nothing_open_is_said_and_is_no_error(self, workbook: Path) -> None:
        run("done", "Interviews!G2", "-w", workbook)
        run("done", "Interviews!H2", "-w", workbook)
        before = digest(workbook)

        made = run("done", "Dana Reyes", "-w", workbook)

        assert (made.exit_code, made.stdout) == (0, "Nothing is open for Dana Reyes, so nothing was written.\n")
        assert digest(workbook) == before


class TestWhere:
    def test_all_of_a_kind_are_done_in_one_write(self, workbook: Path) -> None:
        done = run("done", "--where", "Status=Met", "--kind", "thank-you", "-w", workbook)

        assert "Done: the thank-you to Dana Reyes" in done.stdout
        assert cells_of(workbook, "Interviews")[1][7] == datetime(2026, 11, 24)  # noqa: DTZ001
        again = run("done", "--where", "Status=Met", "--kind", "thank-you", "-w", workbook)
        assert "nothing was written" in again.stdout

    def test_done_needs_a_row_or_a_condition_with_a_kind(self, workbook: Path) -> None:
        for arguments in (
            (),
            ("--where", "Status=Met"),
            ("Dana Reyes", "--where", "Status=Met"),
            ("--kind", "promise"),
        ):
            assert run("done", *arguments, "-w", workbook).exit_code == 2

    def test_all_of_a_kind_are_snoozed_in_one_write(self, workbook: Path) -> None:
        dry = run("snooze", "2027-01-11", "--where", "Status=Met", "-w", workbook, "--dry-run")
        done = run("snooze", "2027-01-11", "--where", "Status=Met", "-w", workbook)
        again = run("snooze", "2027-01-11", "--where", "Status=Met", "-w", workbook)

        assert "Contacts!F2 = 2027-01-11" in dry.stdout
        assert "Nothing will be said about 1 person before" in done.stdout
        assert [row[5] for row in cells_of(workbook, "Contacts")[1:]] == [datetime(2027, 1, 11), None]  # noqa: DTZ001
        assert "nothing was written" in again.stdout

        assert "Awake again: 1 person." in run("snooze", "off", "--where", "Status=Met", "-w", workbook).stdout
        assert [row[5] for row in cells_of(workbook, "Contacts")[1:]] == [None, None]

    def test_a_name_and_a_condition_together_are_wrong_usage(self, workbook: Path) -> None:
        result = run("snooze", "Dana Reyes", "2027-01-11", "--where", "Status=Met", "-w", workbook)

        assert result.exit_code == 2
        assert "With --where type only the day" in result.stderr
        assert run("snooze", "2027-01-11", "-w", workbook).exit_code == 2

    def test_only_the_people_meant_are_listed(self, workbook: Path) -> None:
        overdue = run("check-followups", workbook, "--where", "Status=Met", "--format", "json")
        others = run("check-followups", workbook, "--where", "Status=Scheduled", "--format", "json")

        assert {one["contact"]["name"] for one in json.loads(overdue.stdout)["followups"]} == {"Dana Reyes"}
        assert overdue.exit_code == 1
        assert {one["contact"]["name"] for one in json.loads(others.stdout)["followups"]} == {"=Li+Wenqing"}
        assert others.exit_code == 0
