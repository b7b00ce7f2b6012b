"""How the command line speaks: on a terminal and in a pipe, quiet and verbose, to shells, and without its extras."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from sheet_sync.cli import COMMANDS, cli
from sheet_sync.output import terminal as terminal_module
from sheet_sync.output.terminal import Terminal
from tests.conftest import ROOT

AS_OF = "--as-of=2026-11-24"
COMMAND = [sys.executable, "-m", "sheet_sync"]
DEVELOPMENT = ("pytest", "hypothesis", "mypy", "lxml", "python_calamine", "googleapiclient", "importlinter", "xdist")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copy(ROOT / "sample_workbook.xlsx", tmp_path / "sample.xlsx"))


def on_terminal(*arguments: str | Path, **variables: str) -> str:
    """What a command shows on a terminal, escape sequences included."""
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **variables}
    if "NO_COLOR" not in variables:
        environment.pop("NO_COLOR", None)
    process = subprocess.Popen([*COMMAND, *map(str, arguments)], stdout=slave, stderr=slave, env=environment, cwd=ROOT)
    os.close(slave)
    shown = io.BytesIO()
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError as error:
            assert error.errno == errno.EIO  # noqa: PT017 - how Linux says that the other end is closed
            break
        if not chunk:
            break
        shown.write(chunk)
    os.close(master)
    process.wait(timeout=60)
    return shown.getvalue().decode()


class TestTerminalAndPipe:
    def test_a_terminal_gets_tables_in_colour(self, book: Path) -> None:
        shown = on_terminal("check-followups", book, AS_OF)

        assert "\x1b[31m4 days overdue" in shown
        assert "───" in shown

    def test_no_color_is_respected(self, book: Path) -> None:
        shown = on_terminal("check-followups", book, AS_OF, NO_COLOR="1")

        assert "\x1b" not in shown
        assert "───" in shown

    def test_a_pipe_gets_plain_lines_with_tabs_between(self, book: Path) -> None:
        result = CliRunner().invoke(cli, ["check-followups", str(book), AS_OF])

        assert "\x1b" not in result.stdout
        assert "4 days overdue\tJoy Adeyemi-Colville\ttalk on Thu 19 Nov\t" in result.stdout

    def test_a_pipe_that_is_closed_early_is_no_fault(self, book: Path) -> None:
        reader = subprocess.Popen(
            [*COMMAND, "check", str(book), AS_OF, "--format", "json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
        assert reader.stdout is not None
        assert reader.stderr is not None
        reader.stdout.close()

        assert b"Traceback" not in reader.stderr.read()
        reader.stderr.close()
        reader.wait(timeout=60)

    def test_remarks_do_not_stand_amid_what_a_pipe_gets(self, book: Path) -> None:
        """Whoever reads the pipe shows its lines later than a remark is seen: it comes first."""
        both = subprocess.run(
            [*COMMAND, "check-followups", "-q", book, AS_OF],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            encoding="utf-8",
            cwd=ROOT,
        )

        assert both.stdout.startswith("Interviews!I21: The talk with Priya Ranganath")


class TestHowMuch:
    def test_quiet_still_says_what_the_exit_code_is_about(self, book: Path) -> None:
        result = CliRunner().invoke(cli, ["sync", str(book), AS_OF, "-q"])

        assert result.exit_code == 1
        assert result.stdout.startswith("Problems: ")
        assert len(result.stdout.splitlines()) == 1

    def test_debug_shows_the_traceback_and_nothing_else_does(self, tmp_path: Path) -> None:
        plain, debug = (
            CliRunner().invoke(cli, ["check", str(tmp_path / "none.xlsx"), *flags]) for flags in ([], ["--debug"])
        )

        assert plain.exit_code == 3
        assert "Traceback" not in plain.output
        assert type(debug.exception).__name__ == "WorkbookUnreadable"

    def test_a_fault_of_the_tool_is_called_that(self, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sheet_sync.app.check.check", lambda *arguments, **options: 1 / 0)

        result = CliRunner().invoke(cli, ["check", str(book)])

        assert result.exit_code == 70
        assert "a fault in the tool, not in your workbook" in result.stderr
        assert "--debug" in result.stderr


class Screen(io.StringIO):
    """A terminal to write to."""

    def isatty(self) -> bool:
        return True


class TestProgress:
    def screen(self, monkeypatch: pytest.MonkeyPatch, *, slow_s: float) -> Screen:
        screen = Screen()
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setattr(terminal_module, "_REDRAW_S", 0.01)
        monkeypatch.setattr(terminal_module, "_SLOW_S", slow_s)
        return screen

    def work(self, screen: Screen, terminal: Terminal, *, most_s: float) -> None:
        """Work until the bar has moved, or for so long."""
        with terminal.working("Syncing"):
            until = time.monotonic() + most_s
            while screen.getvalue().count("\r") < 3 and time.monotonic() < until:
                time.sleep(0.01)

    def test_long_work_shows_a_bar_on_stderr_and_takes_it_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        screen = self.screen(monkeypatch, slow_s=0.01)

        self.work(screen, Terminal(), most_s=10)

        assert re.search(r"\rSyncing \[ *=== *\] \d+ s", screen.getvalue())
        assert screen.getvalue().endswith(" \r")

    def test_quick_work_shows_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        screen = self.screen(monkeypatch, slow_s=60)

        self.work(screen, Terminal(), most_s=0.05)

        assert screen.getvalue() == ""

    def test_nor_does_a_quiet_command(self, monkeypatch: pytest.MonkeyPatch) -> None:
        screen = self.screen(monkeypatch, slow_s=0.01)

        self.work(screen, Terminal(quiet=True), most_s=0.1)

        assert screen.getvalue() == ""


class TestHelp:
    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_command_shows_an_example(self, name: str) -> None:
        result = CliRunner().invoke(cli, [name, "--help"])

        assert result.exit_code == 0
        assert re.search(r"Examples?:\n +(?:eval .*)?.*sheet-sync " + name, result.stdout), result.stdout

    def test_help_imports_nothing_that_it_does_not_need(self) -> None:
        heavy = ("openpyxl", "gspread", "jinja2", "babel", "phonenumbers", "rich", "yaml", "sqlite3", "zipfile")
        code = (
            "import sys; from sheet_sync.cli import cli\n"
            "try: cli(['--help'])\nexcept SystemExit: pass\n"
            f"print([name for name in {heavy!r} if name in sys.modules])"
        )

        shown = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8", cwd=ROOT
        )

        assert shown.stdout.splitlines()[-1] == "[]"

    def test_an_unknown_command_names_the_nearest(self) -> None:
        result = CliRunner().invoke(cli, ["chekc"])

        assert result.exit_code == 2
        assert "Did you mean check?" in result.stderr

    def test_a_bare_install_answers_help(self) -> None:
        """Nothing of what only developers install is needed, for any command's help."""
        code = (
            f"import sys; sys.modules.update(dict.fromkeys({DEVELOPMENT!r}))\n"
            "from sheet_sync.cli import COMMANDS, cli\n"
            "for name in COMMANDS:\n"
            "    try: cli([name, '--help'])\n"
            "    except SystemExit as end: assert not end.code, name\n"
        )

        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8", cwd=ROOT
        )

        assert done.returncode == 0, done.stderr


class TestCompletion:
    def complete(self, *words: str) -> list[str]:
        environment = {
            **os.environ,
            "_SHEET_SYNC_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("sheet-sync", *words)),
            "COMP_CWORD": str(len(words)),
        }
        code = "from sheet_sync.cli import cli; cli(prog_name='sheet-sync')"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8", env=environment, cwd=ROOT
        )
        return done.stdout.split()

    def test_commands_options_choices_and_files(self) -> None:
        assert self.complete("ch") == ["plain,check", "plain,check-followups"]
        assert self.complete("check", "--sel") == ["plain,--select"]
        assert self.complete("check", "--format", "j") == ["plain,json"]
        assert self.complete("letters", "thank") == ["plain,thank-you", "plain,thank-referrer"]
        assert self.complete("letters", "inter") == ["file,inter"]
        assert self.complete("sync", "inter") == ["file,inter"]

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_the_lines_for_a_shell_come_without_remarks(self, shell: str) -> None:
        """They are read by the shell each time it starts."""
        result = CliRunner().invoke(cli, ["completion", shell])

        assert "_SHEET_SYNC_COMPLETE" in result.stdout
        assert result.stderr == ""


class TestNarrowTerminal:
    @pytest.mark.parametrize("command", ["check-followups", "letters"])
    def test_rows_are_stacked_where_columns_would_be_squeezed(self, book: Path, command: str) -> None:
        shown = on_terminal(command, book, AS_OF, "--dry-run" if command == "letters" else "-v", COLUMNS="50")

        lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r", "").splitlines()
        assert any(line.startswith(("  Cell: ", "  State: ")) for line in lines), lines[:20]

    def test_what_is_wrong_stands_under_its_cell(self, book: Path) -> None:
        shown = on_terminal("check", book, AS_OF, COLUMNS="60", NO_COLOR="1").replace("\r", "")

        lines = shown.splitlines()
        at = lines.index("Contacts!K4  error  RF02")
        assert lines[at + 1].startswith("    “Priya Ranganath” could be")
        assert max(map(len, lines[at : at + 6])) <= 60

    @pytest.mark.parametrize(
        "command",
        [
            ("sync", "BOOK", AS_OF, "--dry-run"),
            ("doctor", "BOOK"),
            ("sync", "nowhere to be found in this folder of mine.xlsx"),
            ("sync", "BOOK", "and one word more than it takes to say what is meant"),
            ("resolve", "-w", "BOOK", "--keep", "a", "--value", "b"),
            ("history", "Priya Ranganath and nobody else in the whole world", "-w", "BOOK"),
            ("init", "BOOK", "--dry-run"),
            ("link", "--create", "Mine", "-w", "BOOK"),
            ("merge-people", "Priya Ranganath", "Nobody of that name", "-w", "BOOK"),
            ("snooze", "Nobody of such a long name as this", "2027-01-01", "-w", "BOOK"),
            ("conflicts", "BOOK"),
            ("templates", "check"),
        ],
        ids=" ".join,
    )
    def test_sentences_break_between_words(self, book: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
        words = [str(book) if word == "BOOK" else word for word in command]
        wide, narrow = (
            on_terminal(*words, COLUMNS=columns, NO_COLOR="1", HOME=str(tmp_path), SHEET_SYNC_STORE=str(tmp_path / "s"))
            for columns in ("400", "60")
        )

        assert narrow.split() == wide.split()
        lines = narrow.replace("\r", "").splitlines()
        assert [line for line in lines if len(line) > 60 and len(line.split()) > 1] == []

    def test_what_is_for_another_program_is_not_broken(self, book: Path) -> None:
        shown = on_terminal("check", book, AS_OF, "--format", "json", COLUMNS="40").replace("\r", "")

        assert json.loads(shown)["version"] == 1
        assert max(map(len, shown.splitlines())) > 60

    def test_a_page_about_a_problem_is_text_and_no_markdown(self) -> None:
        shown = on_terminal("explain", "EM01", NO_COLOR="1", COLUMNS="60").replace("\r", "")

        assert shown.startswith("EM01: ")
        assert "`" not in shown
        assert max(map(len, shown.splitlines())) <= 60
