"""``letters`` and ``templates`` on real files."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Mapping, Sequence
from datetime import date
from email.message import EmailMessage, Message
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from sheet_sync.cli import cli
from sheet_sync.core.values import Scalar
from sheet_sync.errors import WorkbookBusy
from sheet_sync.excel.new.make import new_workbook
from sheet_sync.excel.replica import ExcelReplica

Row = Mapping[str, Scalar]

AS_OF = "2026-11-24"
SETTINGS: Row = {
    "Your name": "Avery Lindgren",
    "Your email": "avery@northgate.example",
    "Your phone": "+1 202-555-0171",
    "Signature": "Second-year student, Northgate College",
    "Goal": "midwifery",
    "Default country": "US",
}
DANA: Row = {
    "Name": "Dana Reyes",
    "Greet as": "Dana",
    "Job title": "Nurse Practitioner",
    "Organization": "Northgate Clinic",
    "Career field": "Nursing",
    "Email": "dana@clinic.example",
    "Status": "Met",
}
KIM: Row = {"Name": "Kim Larsen", "Status": "Met"}
TALK: Row = {
    "Contact": "Dana Reyes",
    "Kind": "Informational",
    "Date": date(2026, 11, 23),
    "Status": "Done",
    "Place": "Phone",
    "What I learned": "Night shifts are hardest in the first year.",
}
KIMS_TALK: Row = {"Contact": "Kim Larsen", "Date": date(2026, 11, 19), "Status": "Done"}
THANKS = "letters/thank-you_Dana-Reyes_2026-11-23.eml"
KIMS_THANKS = "letters/thank-you_Kim-Larsen_2026-11-19.eml"


def save(path: Path, contacts: Sequence[Row] = (DANA, KIM), talks: Sequence[Row] = (TALK, KIMS_TALK)) -> Path:
    path.write_bytes(new_workbook({"Contacts": contacts, "Interviews": talks}, SETTINGS))
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return save(tmp_path / "interviews.xlsx")


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, ["letters", "--as-of", AS_OF, *map(str, args)])


def letters_of(*args: str | Path) -> list[dict[str, Any]]:
    result = run(*args, "--report", "json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["version"] == 1
    found: list[dict[str, Any]] = document["letters"]
    return found


def states(*args: str | Path) -> dict[str, str]:
    return {one["contact"]["name"]: one["state"] for one in letters_of(*args)}


def sheet_of(path: Path, name: str = "Letters") -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)[name].iter_rows(min_row=2, values_only=True))


def _plain(message: Message) -> str:
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def everything_in(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


class TestDrafting:
    """What is due becomes files and rows of the Letters sheet."""

    def test_due_letters_are_drafted_and_listed(self, workbook: Path) -> None:
        """Two thank-yous, two files, two rows; the workbook's other cells are as they were."""
        result = run(workbook)

        assert result.exit_code == 0
        assert (workbook.parent / THANKS).is_file()
        assert (workbook.parent / KIMS_THANKS).is_file()
        assert [(row[1], row[2], row[5].date(), row[6], row[7]) for row in sheet_of(workbook)] == [
            ("thank-you", "Kim Larsen", date(2026, 11, 24), KIMS_THANKS, None),
            ("thank-you", "Dana Reyes", date(2026, 11, 24), THANKS, None),
        ]
        assert "Nothing is sent" in result.stdout

    def test_json_has_the_shape_that_scripts_depend_on(self, workbook: Path) -> None:
        """Every key, IDs included."""
        kim, dana = letters_of(workbook)

        assert set(dana) == {"kind", "contact", "interview", "subject", "path", "state", "reason", "to_fill_in"}
        assert dana["kind"] == "thank-you"
        assert dana["contact"] == {
            "id": sheet_of(workbook, "Contacts")[0][0],
            "name": "Dana Reyes",
            "email": "dana@clinic.example",
        }
        assert dana["interview"] == sheet_of(workbook, "Interviews")[0][0]
        assert dana["subject"] == "Thank you for Monday's talk about nursing"
        assert Path(dana["path"]) == workbook.parent / THANKS
        assert (dana["state"], dana["reason"], dana["to_fill_in"]) == ("drafted", None, [])
        assert kim["contact"]["email"] is None
        assert "no usable email" in kim["reason"]
        assert "Nothing is written down in Interviews!" in kim["reason"]
        assert kim["to_fill_in"] == ["[one or two things you learned from them]"]

    def test_the_file_is_a_draft_to_that_person(self, workbook: Path) -> None:
        """And says what was learnt."""
        run(workbook)
        message = email.message_from_bytes((workbook.parent / THANKS).read_bytes(), policy=email.policy.default)

        assert message["To"] == "Dana Reyes <dana@clinic.example>"
        assert message["X-Unsent"] == "1"
        assert "Night shifts are hardest in the first year." in _plain(message)

    @pytest.mark.parametrize(
        ("form", "start"), [("txt", "To: Dana Reyes <dana@clinic.example>\n"), ("html", "<!DOCTYPE")]
    )
    def test_other_forms(self, workbook: Path, form: str, start: str) -> None:
        """A text and a page say the same."""
        run(workbook, "--format", form, "--for", "Dana Reyes")
        made = (workbook.parent / THANKS).with_suffix(f".{form}").read_text(encoding="utf-8")

        assert made.startswith(start)
        assert "Night shifts are hardest in the first year." in made

    def test_format_json_means_mails_and_a_report(self, workbook: Path) -> None:
        """As every command that reports takes --format json."""
        result = run(workbook, "--format", "json")

        assert len(json.loads(result.stdout)["letters"]) == 2
        assert (workbook.parent / THANKS).is_file()

    def test_another_folder(self, workbook: Path, tmp_path: Path) -> None:
        """Letters go where --out says, outside the workbook's folder too."""
        (letter,) = letters_of("thank-you", workbook, "--for", "Dana Reyes", "--out", tmp_path / "a" / "b")

        assert Path(letter["path"]).parent == tmp_path / "a" / "b"
        assert Path(letter["path"]).is_file()

    def test_dry_run_changes_nothing_anywhere(self, workbook: Path, tmp_path: Path) -> None:
        """No file, no cell, no store; the report is the same."""
        before = everything_in(tmp_path)
        made = letters_of(workbook, "--dry-run", "--store", tmp_path / "store")

        assert everything_in(tmp_path) == before
        assert not (tmp_path / "store").exists()
        assert [one["state"] for one in made] == ["drafted", "drafted"]

    def test_an_attachment_is_attached_only_from_below_the_workbook(self, tmp_path: Path) -> None:
        """Another file is named as not attached; the letter is made."""
        (tmp_path / "work").mkdir()
        (tmp_path / "work" / "notes.pdf").write_bytes(b"%PDF-1.7")
        (tmp_path / "secret.pdf").write_bytes(b"%PDF-1.7")
        people = [{**DANA, "Attachment": "notes.pdf"}, {**KIM, "Attachment": "../secret.pdf"}]
        workbook = save(tmp_path / "work" / "i.xlsx", people)
        kim, dana = letters_of(workbook)
        message = email.message_from_bytes(Path(dana["path"]).read_bytes(), policy=email.policy.default)

        assert [part.get_filename() for part in message.walk() if part.get_filename()] == ["notes.pdf"]
        assert "../secret.pdf is not attached: it is not in the workbook's folder or below it." in kim["reason"]
        assert b"secret" not in Path(kim["path"]).read_bytes()

    def test_a_name_made_to_leave_the_folder_stays_in_it(self, tmp_path: Path) -> None:
        """A path in a name is no path."""
        evil = "../../../tmp/Evil: <x>"
        workbook = save(tmp_path / "i.xlsx", [{**DANA, "Name": evil}], [{**TALK, "Contact": evil}])
        (letter,) = letters_of(workbook)

        assert Path(letter["path"]).resolve().parent == tmp_path / "letters"

    def test_two_people_of_one_name_get_two_letters(self, tmp_path: Path) -> None:
        """Told apart by their IDs, and the same files the next time."""
        twins = [{**DANA, "ID": f"c-0000000{n}", "Email": f"dana{n}@clinic.example"} for n in (1, 2)]
        talks = [{**TALK, "Contact": f"c-0000000{n}"} for n in (1, 2)]
        workbook = save(tmp_path / "i.xlsx", twins, talks)
        first, again = letters_of(workbook), letters_of(workbook)

        assert len({one["path"] for one in first}) == 2
        assert [one["path"] for one in again] == [one["path"] for one in first]
        assert {one["state"] for one in again} == {"unchanged"}


class TestOnce:
    """No letter is made twice, and none over the user's edits."""

    def test_a_second_run_changes_nothing(self, workbook: Path) -> None:
        """Files and workbook are the same, byte for byte."""
        run(workbook)
        before = everything_in(workbook.parent)

        assert set(states(workbook).values()) == {"unchanged"}
        assert everything_in(workbook.parent) == before

    def test_an_edited_draft_is_kept(self, workbook: Path) -> None:
        """Even when the workbook says something new."""
        run(workbook)
        draft = workbook.parent / THANKS
        draft.write_text("my own words", encoding="utf-8")
        self._learn(workbook, "Something else.")

        assert states(workbook)["Dana Reyes"] == "kept (edited)"
        assert draft.read_text(encoding="utf-8") == "my own words"

    def test_a_draft_is_made_again_when_the_workbook_says_more(self, workbook: Path) -> None:
        """Only that one; its row stays one row."""
        run(workbook)
        self._learn(workbook, "Float pools let you see every ward.")

        assert states(workbook) == {"Dana Reyes": "drafted", "Kim Larsen": "unchanged"}
        assert "Float pools" in (workbook.parent / THANKS).read_text(encoding="utf-8")
        assert len(sheet_of(workbook)) == 2

    def test_a_file_of_that_name_that_we_did_not_make_is_kept(self, workbook: Path) -> None:
        """Nothing of the user's is overwritten."""
        own = workbook.parent / THANKS
        own.parent.mkdir()
        own.write_text("mine", encoding="utf-8")

        assert states(workbook)["Dana Reyes"] == "kept (edited)"
        assert own.read_text(encoding="utf-8") == "mine"

    def test_a_letter_sent_is_not_made_again(self, workbook: Path) -> None:
        """Sent in Letters counts, and so does Thank-you sent."""
        run(workbook)
        book = openpyxl.load_workbook(workbook)
        book["Letters"]["H3"] = date(2026, 11, 24)
        book.save(workbook)
        (letter,) = letters_of("thank-you", workbook, "--for", "Dana Reyes")

        assert (letter["state"], letter["path"]) == ("skipped", None)
        assert "sent" in letter["reason"]

    def test_a_workbook_whose_store_is_lost_gets_no_second_row(self, workbook: Path, tmp_path: Path) -> None:
        """The Letters sheet knows too."""
        run(workbook, "--store", tmp_path / "one")

        assert set(states(workbook, "--store", tmp_path / "two").values()) == {"unchanged"}
        assert len(sheet_of(workbook)) == 2

    def _learn(self, workbook: Path, text: str) -> None:
        book = openpyxl.load_workbook(workbook)
        sheet = book["Interviews"]
        column = next(cell.column for cell in sheet[1] if cell.value == "What I learned")
        sheet.cell(2, column).value = text
        book.save(workbook)


class TestWhatGoesWrong:
    """Said in plain words, with the right exit code, and the rest is done."""

    def test_a_workbook_that_is_open_gets_its_letters_but_no_rows(
        self, workbook: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The letters are what matters today; the message says what is left to do."""
        before = workbook.read_bytes()

        def busy(*_: object) -> None:
            raise WorkbookBusy("interviews.xlsx is open in Excel, so nothing was written.", hint="Close it there.")

        monkeypatch.setattr(ExcelReplica, "write", busy)
        result = run(workbook)

        assert result.exit_code == 5
        assert (workbook.parent / THANKS).is_file()
        assert workbook.read_bytes() == before
        assert "open in Excel" in result.stderr
        assert "the Letters sheet does not list them yet" in result.stderr

    def test_after_that_the_next_run_lists_them(self, workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without making a letter twice."""
        with monkeypatch.context() as patched:
            patched.setattr(ExcelReplica, "write", lambda *_: (_ for _ in ()).throw(WorkbookBusy("open")))
            run(workbook)

        assert set(states(workbook).values()) == {"unchanged"}
        assert len(sheet_of(workbook)) == 2

    def test_a_letter_that_cannot_be_written_stops_no_other(self, workbook: Path) -> None:
        """A folder stands where the file should."""
        (workbook.parent / THANKS).mkdir(parents=True)

        result = run("--format", "json", workbook)

        assert result.exit_code == 5
        found = {one["contact"]["name"]: one for one in json.loads(result.stdout)["letters"]}
        assert found["Kim Larsen"]["state"] == "drafted"
        assert found["Dana Reyes"]["state"] == "skipped"
        assert found["Dana Reyes"]["reason"].startswith("A folder stands where its file should be.")

    def test_an_unknown_kind_names_the_nearest(self, workbook: Path) -> None:
        """Wrong usage, exit 2."""
        result = run("thankyou", workbook)

        assert result.exit_code == 2
        assert "Did you mean thank-you?" in result.stderr

    def test_an_unknown_person_names_the_nearest(self, workbook: Path) -> None:
        """Wrong usage, exit 2."""
        result = run("thank-you", workbook, "--for", "Dana Reyez")

        assert result.exit_code == 2
        assert "Did you mean Dana Reyes?" in result.stderr

    def test_where_narrows_down_whom_letters_go_to(self, workbook: Path) -> None:
        """By the contact, and by the talk."""
        assert states(workbook, "--where", "Career field~nursing") == {"Dana Reyes": "drafted"}
        assert states(workbook, "--where", "Date<2026-11-20") == {"Kim Larsen": "drafted"}

    def test_nothing_due_is_said_with_what_can_be_done(self, tmp_path: Path) -> None:
        """One friendly line."""
        result = run(save(tmp_path / "i.xlsx", talks=()))

        assert result.exit_code == 0
        assert result.stdout.startswith("No letters are due.")

    def test_an_absent_workbook_is_said(self, tmp_path: Path) -> None:
        """Exit 3, no folder made."""
        result = run(tmp_path / "none.xlsx")

        assert result.exit_code == 3
        assert list(tmp_path.iterdir()) == []


class TestTemplates:
    """The user's own templates win, and are checked."""

    def _run(self, *args: str | Path) -> Result:
        return CliRunner().invoke(cli, ["templates", *map(str, args)])

    def test_own_template_is_used(self, workbook: Path) -> None:
        """In templates/ beside the workbook."""
        own = workbook.parent / "templates" / "thank-you.md.j2"
        own.parent.mkdir()
        own.write_text("---\nsubject: Merci, {{ greeting }}\n---\nCiao {{ greeting }}\n", encoding="utf-8")

        assert {one["subject"] for one in letters_of(workbook)} == {"Merci, Dana", "Merci, Kim Larsen"}

    def test_a_fault_names_template_line_and_variable_and_stops_only_that_kind(self, workbook: Path) -> None:
        """Letters of other kinds are made."""
        own = workbook.parent / "templates" / "thank-you.md.j2"
        own.parent.mkdir()
        own.write_text("---\nsubject: Hi\n---\nDear {{ greting }},\n", encoding="utf-8")
        result = run(workbook)

        assert result.exit_code == 1
        assert (
            "templates/thank-you.md.j2, line 4: There is no variable “greting”. Did you mean greeting?" in result.stderr
        )
        assert run("stay-in-touch", workbook, "--for", "Dana Reyes").exit_code == 0

    def test_a_link_out_of_the_folder_is_not_read(
        self, workbook: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        """A template from a stranger reads no files."""
        secret = tmp_path_factory.mktemp("elsewhere") / "secret"
        secret.write_text("---\nsubject: s\n---\nsecret\n", encoding="utf-8")
        own = workbook.parent / "templates" / "thank-you.md.j2"
        own.parent.mkdir()
        own.symlink_to(secret)
        result = run(workbook)

        assert result.exit_code == 1
        assert "link to a file elsewhere" in result.stderr
        assert not list((workbook.parent).glob("letters/*"))

    def test_copy_list_check_and_show(self, workbook: Path) -> None:
        """The way to a letter of one's own."""
        copied = self._run("copy", "thank-you", "-w", workbook)
        own = workbook.parent / "templates" / "thank-you.md.j2"

        assert copied.exit_code == 0
        assert own.read_text(encoding="utf-8").rstrip() == self._run("show", "thank-you").stdout.rstrip()
        assert self._run("copy", "thank-you", "-w", workbook).exit_code == 5
        assert str(own) in self._run("list", "-w", workbook).stdout
        assert self._run("check", "-w", workbook).exit_code == 0

    def test_check_tells_all_faults_and_strangers(self, workbook: Path) -> None:
        """Exit 1, one line each."""
        folder = workbook.parent / "templates"
        folder.mkdir()
        (folder / "confirm.md.j2").write_text("---\nsubject: {{ nme }}\n---\n{{ tpic }}\n", encoding="utf-8")
        (folder / "thankyou.md.j2").write_text("x", encoding="utf-8")
        (folder / "request.md.j2").write_bytes(b"\xff\xfe\x00")
        result = self._run("check", "-w", workbook)

        assert result.exit_code == 1
        assert "templates/confirm.md.j2, line 2" in result.stdout
        assert "templates/confirm.md.j2, line 4" in result.stdout
        assert "templates/request.md.j2" in result.stdout
        assert "UTF-8" in result.stdout
        assert "Did you mean thank-you.md.j2?" in result.stderr

    def test_variables_are_listed(self) -> None:
        """Each with what it holds."""
        text = self._run("variables").stdout
        listed = json.loads(self._run("variables", "--format", "json").stdout)["variables"]

        assert "job_title\tWhat they do.\tContacts, Job title" in text
        assert len(listed) == len({one["name"] for one in listed}) == len(text.splitlines())

    def test_an_unknown_name_lists_the_letters(self) -> None:
        """Wrong usage."""
        result = self._run("show", "../secret")

        assert result.exit_code == 2
        assert "thank-you" in result.stderr
