"""``sheet-sync check`` and ``explain`` on real files: what they print, what they end with, what they leave alone."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sheet_sync.cli import cli
from sheet_sync.excel import patch_workbook
from sheet_sync.output.terminal import Terminal
from tests.tables import write_xlsx

Run = Callable[..., Result]

SHEETS = {
    "Contacts": """
ID | Name | Job title | Email | Referred by
c-7k3f9q2m | Dana Reyes | "Policy Analyst " | DANA@HARBOR.EXAMPLE | Dana Reyes
| Lee Park | Nurse | lee@ |
| Sam Ortega | =UPPER("x") | sam@bluebird.example |
""",
    "Interviews": """
Contact | Date | Status | What I learned | Thank-you sent
Dana Reyes | 2026-11-12 | Done | "<script>alert(1)</script>" | 2026-11-10
Lee Park | 2026-11-20 | completed | | =1+1
""",
}
CLEAN = {
    "Contacts": "Name | Email\nDana Reyes | dana@harbor.example",
    "Settings": "Setting | Value\nYour name | Ana\nYour email | ana@moreno.example\nGoal | how nurses work",
    "Interviews": "Contact | Date | Status\nDana Reyes | 2026-12-01 | Asked",
    "Questions": "Question | Ask\nHow did you come to this work? | Always",
    "Answers": "Interview | Question | Answer",
    "Touches": "Contact | Date | How",
    "Letters": "Kind | Contact | Subject | Sent",
}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "interviews.xlsx", SHEETS)


@pytest.fixture
def run() -> Run:
    def run_(*arguments: object) -> Result:
        return CliRunner().invoke(cli, ["check", *map(str, arguments), "--as-of", "2026-11-24"])

    return run_


class TestText:
    def test_a_line_names_cell_severity_code_problem_and_cure(self, run: Run, workbook: Path) -> None:
        result = run(workbook, "--select", "IN06")

        assert result.stdout.splitlines()[0] == (
            "Interviews!E2  error    IN06  The thank-you was sent on 2026-11-10, before the talk on 2026-11-12. "
            "Put right whichever of the two days is wrong."
        )

    def test_the_last_line_counts(self, run: Run, workbook: Path) -> None:
        assert re.match(r"3 errors, 1 warning\b|[\d a-z,]+ errors", run(workbook).stdout.splitlines()[-1])

    def test_errors_end_with_1_and_hints_with_0(self, run: Run, workbook: Path) -> None:
        assert run(workbook, "--select", "IN06").exit_code == 1
        assert run(workbook, "--select", "TX03").exit_code == 0

    def test_a_workbook_without_problems_says_so(self, run: Run, tmp_path: Path) -> None:
        result = run(write_xlsx(tmp_path / "clean.xlsx", CLEAN))

        assert result.output == "Nothing is wrong.\n"
        assert result.exit_code == 0

    def test_quiet_leaves_out_hints_and_the_count(self, run: Run, workbook: Path) -> None:
        lines = run(workbook, "--quiet").stdout.splitlines()

        assert lines
        assert all(re.search(r"  (error  |warning)  [A-Z]{2}\d\d  ", line) for line in lines)

    def test_on_a_terminal_sheets_are_headings_and_long_lines_are_wrapped(
        self, run: Run, workbook: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Terminal, "is_interactive", property(lambda _: True))
        monkeypatch.setenv("COLUMNS", "72")
        monkeypatch.setenv("NO_COLOR", "1")
        lines = run(workbook, "--select", "IN06,EM01").stdout.splitlines()

        assert lines[0] == "Contacts"
        assert "Interviews" in lines
        assert all(len(line) <= 72 for line in lines[:-1])
        assert "\x1b" not in "".join(lines)

    def test_no_line_shows_a_traceback_or_an_object(self, run: Run, workbook: Path) -> None:
        assert not re.search(r"Traceback|<[a-z_.]+ object|Entry|None\b", run(workbook).output)


class TestFormats:
    def test_json_has_the_keys_that_scripts_depend_on(self, run: Run, workbook: Path) -> None:
        made = json.loads(run(workbook, "--format", "json").stdout)

        assert list(made) == ["version", "findings", "counts"]
        assert made["version"] == 1
        assert made["counts"]["error"] == sum(one["severity"] == "error" for one in made["findings"])
        sent = next(one for one in made["findings"] if one["code"] == "IN06")
        assert sent == {
            "code": "IN06",
            "severity": "error",
            "table": "Interviews",
            "cell": "Interviews!E2",
            "field": "Thank-you sent",
            "row": None,
            "value": "2026-11-10",
            "message": "The thank-you was sent on 2026-11-10, before the talk on 2026-11-12.",
            "hint": "Put right whichever of the two days is wrong.",
            "fixable": False,
        }

    def test_csv_is_harmless_in_a_spreadsheet(self, run: Run, tmp_path: Path) -> None:
        sheets = {"Contacts": 'Name | Email | Referred by\n"=HYPERLINK(1)" | "@x" | "+cmd|calc"\n"-2" | |'}
        result = run(write_xlsx(tmp_path / "odd.xlsx", sheets), "--format", "csv")
        rows = list(csv.DictReader(StringIO(result.stdout)))

        assert rows
        assert not [value for row in rows for value in row.values() if value and value[0] in "=+-@\t\r"]

    def test_html_is_one_page_that_shows_cells_as_text_and_asks_the_network_for_nothing(
        self, run: Run, workbook: Path
    ) -> None:
        page = run(workbook, "--format", "html").stdout

        found = _Page()
        found.feed(page)
        assert {"script", "img", "link", "iframe"}.isdisjoint(found.tags)
        assert not re.search(r"(?:src|href)=\"?https?:|@import|url\(", page)
        assert 'name="viewport"' in page
        assert "Interviews!E2" in page

    def test_html_escapes_what_a_cell_holds(self, run: Run, tmp_path: Path) -> None:
        evil = {"Contacts": "Name | Email\n<b>Eve</b> | eve@x.example\n<b>Eve</b> | eve@x.example"}
        page = run(
            write_xlsx(tmp_path / "<i>.xlsx".replace("<", "_").replace(">", "_"), evil), "--format", "html"
        ).stdout

        assert "&lt;b&gt;Eve&lt;/b&gt;" in page
        assert "<b>" not in page


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


class TestFix:
    def test_what_is_safe_is_mended_and_said_cell_by_cell(self, run: Run, workbook: Path) -> None:
        result = run(workbook, "--fix")

        assert _values(workbook, "Contacts")[1][1:4] == ["Dana Reyes", "Policy Analyst", "dana@harbor.example"]
        assert _values(workbook, "Interviews")[2][2] == "Done"
        assert "Contacts!C2" in result.stdout
        assert "“DANA@HARBOR.EXAMPLE”" in result.stdout
        assert "“Policy Analyst ”" in result.stdout

    def test_what_is_left_is_listed_and_says_why_where_it_is_often_mended(self, run: Run, tmp_path: Path) -> None:
        sheets = {"Contacts": "Name | Email\nDana Reyes | lee@\nLee Park | Lee Park <lee@park.example>"}
        lines = run(write_xlsx(tmp_path / "left.xlsx", sheets), "--fix", "--select", "EM").stdout.splitlines()

        assert not next(line for line in lines if "EM01" in line).endswith(")")
        assert next(line for line in lines if "EM04" in line).endswith(
            "(Not mended: not clear enough to change it for you.)"
        )

    def test_a_formula_is_never_touched(self, run: Run, workbook: Path) -> None:
        run(workbook, "--fix")

        assert _values(workbook, "Contacts", formulas=True)[3][2] == '=UPPER("x")'
        assert _values(workbook, "Interviews", formulas=True)[2][4] == "=1+1"

    def test_a_second_fix_changes_nothing(self, run: Run, workbook: Path) -> None:
        run(workbook, "--fix")
        before = workbook.read_bytes()
        result = run(workbook, "--fix")

        assert workbook.read_bytes() == before
        assert "Nothing to mend" in result.stdout

    def test_a_dry_run_shows_the_same_and_changes_nothing(self, run: Run, workbook: Path) -> None:
        before = workbook.read_bytes()
        shown = json.loads(run(workbook, "--fix", "--dry-run", "--format", "json").stdout)
        assert workbook.read_bytes() == before
        done = json.loads(run(workbook, "--fix", "--format", "json").stdout)

        assert (shown["dry_run"], done["dry_run"]) == (True, False)
        assert shown["fixed"] == done["fixed"]
        assert {"cell": "Contacts!D2", "old": "DANA@HARBOR.EXAMPLE", "new": "dana@harbor.example"}.items() <= next(
            one for one in done["fixed"] if one["cell"] == "Contacts!D2"
        ).items()

    def test_only_what_is_selected_is_mended(self, run: Run, workbook: Path) -> None:
        run(workbook, "--fix", "--select", "TX03")

        assert _values(workbook, "Contacts")[1][2:4] == ["Policy Analyst", "DANA@HARBOR.EXAMPLE"]

    def test_the_version_before_is_kept_with_the_records(self, run: Run, workbook: Path, tmp_path: Path) -> None:
        before = workbook.read_bytes()
        run(workbook, "--fix", "--store", tmp_path / "records")

        assert before in [path.read_bytes() for path in (tmp_path / "records").rglob("*.xlsx")]

    def test_an_open_workbook_is_not_written(self, run: Run, workbook: Path) -> None:
        workbook.with_name(f"~${workbook.name}").write_bytes(b"\x03Ana" + b" " * 160)
        before = workbook.read_bytes()
        result = run(workbook, "--fix")

        assert result.exit_code == 5
        assert workbook.read_bytes() == before
        assert "Traceback" not in result.output

    def test_dry_run_without_fix_is_wrong_usage(self, run: Run, workbook: Path) -> None:
        assert run(workbook, "--dry-run").exit_code == 2


def _values(path: Path, sheet: str, *, formulas: bool = False) -> list[list[Any]]:
    from openpyxl import load_workbook

    return [list(row) for row in load_workbook(path, data_only=not formulas)[sheet].iter_rows(values_only=True)]


class TestRecords:
    def test_an_id_that_was_changed_since_the_last_sync_is_named_with_the_old_one(
        self, run: Run, workbook: Path, tmp_path: Path
    ) -> None:
        store = ["--store", str(tmp_path / "records")]
        CliRunner().invoke(cli, ["sync", str(workbook), "--as-of", "2026-11-24", *store])
        patch_workbook(workbook, workbook, {"Contacts!A2": "c-00000000"})
        result = run(workbook, *store, "--select", "ID02")

        assert "Contacts!A2" in result.stdout
        assert "was c-7k3f9q2m and is now c-00000000" in result.stdout

    def test_records_that_are_damaged_do_not_stop_a_check(self, run: Run, workbook: Path, tmp_path: Path) -> None:
        store = ["--store", str(tmp_path / "records")]
        CliRunner().invoke(cli, ["sync", str(workbook), "--as-of", "2026-11-24", *store])
        (tmp_path / "records" / "store.sqlite3").write_bytes(b"no database")

        assert run(workbook, *store, "--select", "IN06").exit_code == 1


class TestUsage:
    def test_an_unknown_code_names_the_nearest(self, run: Run, workbook: Path) -> None:
        result = run(workbook, "--select", "EM91")

        assert result.exit_code == 2
        assert "There is no problem with the code EM91." in result.stderr
        assert "EM01" in result.stderr

    def test_several_codes_may_stand_in_one_option(self, run: Run, workbook: Path) -> None:
        made = json.loads(run(workbook, "--format", "json", "--select", "in06, em").stdout)

        assert {one["code"] for one in made["findings"]} == {"IN06", "EM01", "EM02"}

    def test_a_workbook_without_tables_is_not_of_this_shape(self, run: Run, tmp_path: Path) -> None:
        result = run(write_xlsx(tmp_path / "other.xlsx", {"Sheet1": "Colour | Size\nred | 3"}))

        assert result.exit_code == 3
        assert len(result.stderr.splitlines()) <= 2

    def test_a_check_changes_no_byte(self, run: Run, workbook: Path) -> None:
        before = workbook.read_bytes()
        run(workbook)

        assert workbook.read_bytes() == before
        assert [path.name for path in workbook.parent.iterdir()] == [workbook.name]


class TestExplain:
    def test_a_code_is_explained_with_wrong_and_right(self) -> None:
        result = CliRunner().invoke(cli, ["explain", "em01"])

        assert result.exit_code == 0
        assert result.output.startswith("# EM01: ")
        assert "Wrong:" in result.output

    def test_without_a_code_all_are_listed(self) -> None:
        from sheet_sync.core.rules import RULES

        result = CliRunner().invoke(cli, ["explain"])

        assert all(rule.code in result.output for rule in RULES)

    def test_an_unknown_code_is_wrong_usage_and_names_the_nearest(self) -> None:
        result = CliRunner().invoke(cli, ["explain", "EM77"])

        assert result.exit_code == 2
        assert "Did you mean EM01" in result.stderr


class TestWhere:
    def test_only_the_rows_meant_are_spoken_of_and_mended(self, run: Run, workbook: Path) -> None:
        found = run(workbook, "--where", "Job title~policy", "--format", "json")

        assert found.exit_code == 1
        assert {one["row"] for one in json.loads(found.stdout)["findings"] if one["table"] == "Contacts"} == {
            "c-7k3f9q2m"
        }
        assert json.loads(run(workbook, "--where", "Job title=astronaut", "--format", "json").stdout)["findings"] == []

        before = workbook.read_bytes()
        run(workbook, "--fix", "--where", "Job title=astronaut")
        assert workbook.read_bytes() == before
        assert "Contacts!D2" in run(workbook, "--fix", "--where", "Job title~policy").stdout
        assert workbook.read_bytes() != before

    def test_a_column_that_is_none_is_wrong_usage(self, run: Run, workbook: Path) -> None:
        result = run(workbook, "--where", "Jop title=nurse")

        assert result.exit_code == 2
        assert "Did you mean Job title?" in result.stderr
