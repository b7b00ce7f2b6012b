"""The commands on Google Sheets, from the outside: what is printed, the exit codes, and what the Sheet holds then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sheet_sync.cli import cli
from sheet_sync.google.links import link_of
from sheet_sync.google.replica import GoogleReplica
from tests.google.conftest import ROBOT
from tests.google.stage import Stage

DAY = "2026-11-24"


def run(*args: str, code: int | None = 0) -> Result:
    """A command, as of a day where that matters."""
    result = CliRunner().invoke(cli, list(args), catch_exceptions=False)
    if code is not None:
        assert result.exit_code == code, (result.stdout, result.stderr)
    return result


def sync(*args: str, code: int | None = None) -> Any:
    """A sync, and its JSON."""
    result = run("sync", *args, "--as-of", DAY, "--format", "json", code=code)
    assert result.exit_code in (0, 1), (result.stdout, result.stderr)
    return json.loads(result.stdout)


@pytest.fixture
def link(stage: Stage, replica: GoogleReplica) -> str:
    return link_of(stage.file_id)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An Excel workbook with two contacts, and a folder to work in."""
    from tests.tables import write_xlsx

    monkeypatch.chdir(tmp_path)
    path = tmp_path / "interviews.xlsx"
    write_xlsx(path, {"Contacts": """
        Name       | Organization | Email                | Notes
        Dana Reyes | Orchard      | dana@orchard.example |
        Ada Vale   | Vale         | ada@vale.example     |
    """})  # fmt: skip
    return path


# --- a Google Sheet alone ---


def test_a_sheet_syncs_alone_and_the_next_sync_is_one_request(stage: Stage, link: str) -> None:
    first = sync(link)
    stage.server.forget_requests()
    second = sync(link)

    assert first["replicas"][0]["kind"] == "google"
    assert first["replicas"][0]["location"] == link
    assert first["replicas"][0]["requests"] == 3
    assert stage.server.counted() == second["replicas"][0]["requests"] == 1
    assert second["cells"] == []
    assert "Problems" in stage.titles()
    assert [entry["metadataKey"] for entry in stage.human.book.metadata] == ["sheet_sync.op", "sheet_sync.project"]


def test_new_rows_get_ids_and_computed_columns(stage: Stage, link: str) -> None:
    stage.human.fill("Contacts", [[None, "Typed Now", "Field"]], first_row=5)
    sync(link)
    table = stage.human.table("Contacts")

    assert table[4][0].startswith("c-")
    assert "Last contact" in table[0]


def test_a_dry_run_shows_and_changes_nothing(stage: Stage, link: str) -> None:
    before = stage.human.table("Contacts")
    report = sync(link, "--dry-run")

    assert report["dry_run"] is True
    assert report["cells"]
    assert stage.human.table("Contacts") == before
    assert stage.titles() == ["Contacts"]


def test_problems_link_to_the_cell(stage: Stage, link: str) -> None:
    stage.human.put("Contacts!D2", "dana at orchard")
    sync(link)
    rows = stage.human.table("Problems")
    at = next(number for number, row in enumerate(rows, 1) if "dana at orchard" in " ".join(row) or "EM01" in row)

    assert stage.human.text(f"Problems!B{at}") == "Contacts!D2"
    assert stage.human.entered_json(f"Problems!B{at}")["formulaValue"] == (
        f'=HYPERLINK("{link}#gid=0&range=D2","Contacts!D2")'
    )


def test_check_names_the_cell_and_fixes_it(stage: Stage, link: str) -> None:
    stage.human.put("Contacts!D2", "DANA@Orchard.example")
    found = json.loads(run("check", link, "--as-of", DAY, "--format", "json", code=None).stdout)["findings"]
    run("check", link, "--as-of", DAY, "--fix", code=None)

    assert "Contacts!D2" in [finding["cell"] for finding in found]
    assert stage.human.text("Contacts!D2") == "dana@orchard.example"


def test_followups_letters_done_snooze_and_log(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    stage.open({
        "Contacts": [["ID", "Name", "Email", "Snooze until"], ["c-00000001", "Dana Reyes", "dana@orchard.example"]],
        "Interviews": [["ID", "Contact", "Kind", "Date", "Status", "What I learned", "Thank-you sent"],
                       ["i-00000001", "Dana Reyes", "Informational", None, "Done", "Ask early."]],
        "Touches": [["ID", "Contact", "Date", "How", "Note"]],
    })  # fmt: skip
    stage.human.type("Interviews!D2", "2026-11-18")
    link = link_of(stage.file_id)
    due = json.loads(run("check-followups", link, "--as-of", DAY, "--format", "json", code=1).stdout)["followups"]
    letters = run("letters", link, "--as-of", DAY, "--out", str(tmp_path / "out"), code=None)
    run("log", "Dana Reyes", "called, she is back in May", "-w", link, "--as-of", DAY)
    run("snooze", "Dana Reyes", "2026-12-24", "-w", link, "--as-of", DAY)
    run("done", "Dana Reyes", "-w", link, "--as-of", DAY)

    assert (due[0]["kind"], due[0]["cell"]) == ("thank-you", "Interviews!G2")
    assert list((tmp_path / "out").glob("*.eml")), letters.output
    assert stage.human.table("Touches")[1][2:] == ["2026-11-24", "Call", "called, she is back in May"]
    assert stage.human.text("Contacts!D2") == "2026-12-24"
    assert stage.human.text("Interviews!G2") == "2026-11-24"


def test_a_bare_id_is_a_sheet_and_a_link_may_have_anything_behind_it(stage: Stage, link: str) -> None:
    sync(stage.file_id)
    report = sync(f"{link}?usp=sharing#gid=0")

    assert report["cells"] == []


def test_only_viewer_is_a_one_way_partner(stage: Stage) -> None:
    stage.contacts(role="reader")
    result = run("sync", link_of(stage.file_id), "--as-of", DAY, code=None)

    assert result.exit_code in (0, 1)
    assert "is only read" in result.stderr
    assert ROBOT in result.stderr
    assert stage.titles() == ["Contacts"]


def test_a_copy_is_noticed(stage: Stage, link: str) -> None:
    sync(link)
    original = stage.human.book
    copy_id = stage.server.create("Copy of Mine", {"Contacts": [["x"]]})
    stage.server.share(copy_id, ROBOT)
    stage.server.service.store.files[copy_id].book = original.copied()
    result = run("sync", link_of(copy_id), "--as-of", DAY, code=5)

    assert "are copies of one workbook" in result.stderr
    assert "--as-new" in result.stderr
    assert "--replace" in result.stderr


# --- a pair ---


def test_link_pairs_and_sync_brings_both_in_step(stage: Stage, link: str, book: Path) -> None:
    said = run("link", link, "-w", str(book))
    report = sync(str(book))
    again = sync(str(book))

    assert 'Paired interviews.xlsx with the Google Sheet "Mine".' in said.stdout
    assert [each["kind"] for each in report["replicas"]] == ["excel", "google"]
    assert sorted(stage.names()) == ["Ada Vale", "Dana Reyes", "Kim Park", "Lee Wong"]
    assert again["cells"] == []
    assert again["replicas"][1]["requests"] == 1


def test_both_ends_carry_one_id(stage: Stage, link: str, book: Path) -> None:
    from sheet_sync.app.opening import open_replica

    run("link", link, "-w", str(book))

    assert open_replica(str(book)).read().project_id == open_replica(link).read().project_id is not None


def test_edits_meet_and_a_conflict_keeps_both(stage: Stage, link: str, book: Path) -> None:
    from sheet_sync.excel import patch_workbook

    run("link", link, "-w", str(book))
    sync(str(book))
    row = stage.names().index("Ada Vale") + 2
    header = stage.human.table("Contacts")[0]
    column = "ABCDEFGH"[header.index("Notes")]
    patch_workbook(book, book, {"Contacts!C3": "ada@new.example", "Contacts!D3": "Excel says"})
    stage.human.put(f"Contacts!{column}{row}", "Google says")
    report = sync(str(book))

    assert [conflict["values"] for conflict in report["conflicts"]] == [
        {"excel": "Excel says", "google": "Google says"}
    ]
    assert stage.human.text(f"Contacts!{column}{row}") == "Google says"
    assert stage.human.text(f"Contacts!D{row}") == "ada@new.example"


def test_an_empty_sheet_gets_its_tables(stage: Stage, book: Path) -> None:
    stage.open({"Sheet1": []})
    run("link", link_of(stage.file_id), "-w", str(book))
    sync(str(book))

    assert stage.titles()[:3] == ["Guide", "Contacts", "Interviews"]
    assert "Sheet1" not in stage.titles()
    assert sorted(stage.names()) == ["Ada Vale", "Dana Reyes"]
    sheet = stage.human.sheet("Contacts")
    assert sheet.properties["gridProperties"]["frozenRowCount"] == 1
    assert sheet.conditional
    assert sheet.cell(1, 11).validation is not None


def test_a_sheet_is_created(stage: Stage, book: Path) -> None:
    said = run("link", "--create", "My interviews", "-w", str(book))
    made = next(word for word in said.stdout.split() if word.startswith("https://")).rstrip(".")
    stage.file_id = made.split("/d/")[1].split("/")[0]
    sync(str(book))

    assert stage.human.book.properties["title"] == "My interviews"
    assert sorted(stage.names()) == ["Ada Vale", "Dana Reyes"]


def test_a_sheet_is_created_to_be_worked_on_alone(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("link", "--create", "My interviews")
    report = sync()

    assert 'workbook = "https://docs.google.com/spreadsheets/d/' in (tmp_path / "sheet-sync.toml").read_text("utf-8")
    assert report["replicas"][0]["kind"] == "google"


def test_init_adds_to_a_sheet_what_it_lacks(stage: Stage, link: str) -> None:
    said = run("init", link, "--as-of", DAY)
    again = run("init", link, "--as-of", DAY)

    assert said.stdout.startswith("Added to the Google Sheet: Interviews, ")
    assert stage.titles()[:2] == ["Contacts", "Interviews"]
    assert "has all its tables" in again.stdout


def test_unlink_lets_both_go_their_own_ways(stage: Stage, link: str, book: Path) -> None:
    run("link", link, "-w", str(book))
    sync(str(book))
    run("unlink", str(book))
    stage.human.put("Contacts!B2", "Dana R.")
    report = sync(str(book))
    alone = sync(link)

    assert [each["kind"] for each in report["replicas"]] == ["excel"]
    assert [each["kind"] for each in alone["replicas"]] == ["google"]
    assert not report["cells"]


def test_unlinking_a_sheet_that_one_may_only_view_says_what_stays(stage: Stage, link: str, book: Path) -> None:
    run("link", link, "-w", str(book))
    stage.server.share(stage.file_id, ROBOT, "reader")
    said = run("unlink", str(book))

    assert "still carries the mark of the pairing" in said.stderr
    assert "may view this Google Sheet but not edit it" in said.stderr


def test_two_computers_converge_over_one_sheet(stage: Stage, link: str, book: Path, tmp_path: Path) -> None:
    from tests.tables import write_xlsx

    other = tmp_path / "laptop.xlsx"
    write_xlsx(other, {"Contacts": "Name | Organization | Email | Notes\nBen Oak | Oak | ben@oak.example |"})
    here, there = ("--store", str(tmp_path / "here")), ("--store", str(tmp_path / "there"))
    sync(str(other), *there)
    run("link", link, "-w", str(book), *here)
    sync(str(book), *here)
    run("link", link, "-w", str(other), *there)
    sync(str(other), *there)
    sync(str(book), *here)

    expected = ["Ada Vale", "Ben Oak", "Dana Reyes", "Kim Park", "Lee Wong"]
    assert sorted(stage.names()) == expected
    assert sync(str(other), *there)["cells"] == []
    assert sync(str(book), *here)["cells"] == []


def test_a_sheet_that_belongs_to_another_workbook_is_refused(
    stage: Stage, link: str, book: Path, tmp_path: Path
) -> None:
    from tests.tables import write_xlsx

    other = tmp_path / "other.xlsx"
    write_xlsx(other, {"Contacts": "Name | Email\nBen Oak | ben@oak.example"})
    run("link", link, "-w", str(book))
    sync(str(book))
    refused = run("link", link, "-w", str(other), code=5)
    run("link", link, "-w", str(other), "--replace")

    assert "is paired with" in refused.stderr
    assert "--replace" in refused.stderr


def test_a_pause_that_google_asks_for_is_said(stage: Stage, link: str) -> None:
    from tests.servers import faults

    stage.server.fail(faults.too_many_requests(12), on="read")
    said = run("sync", link, "--as-of", DAY, code=None)

    assert "Google asks for a pause: going on in 12 seconds." in said.stderr
    assert "pause" not in said.stdout


def test_the_token_is_kept_for_the_next_command(stage: Stage, link: str) -> None:
    from sheet_sync.google import auth

    sync(link)
    auth._client.cache_clear()  # as another process would begin
    stage.server.forget_requests()
    sync(link)

    assert [seen.kind for seen in stage.server.requests] == ["spreadsheets.get"]
