"""The documents say what is: generated pages are fresh, links lead somewhere, README's commands run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from sheet_sync.cli import COMMANDS
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)")
_COMMAND = re.compile(r"^\$ (sheet-sync .*?)(?:\s+#.*|\s+> .*)?$", re.MULTILINE)


_NEEDS_GOOGLE = ("auth ", "link ", "doctor", "check-followups https://")


def _readme_commands() -> list[str]:
    lines = _COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    return [line for line in lines if not line.removeprefix("sheet-sync ").startswith(_NEEDS_GOOGLE)]


def test_generated_pages_are_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_docs.py", "--check"],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]

    assert lost == []


def test_readme_shows_every_everyday_command() -> None:
    shown = {shlex.split(line)[1] for line in _readme_commands()}
    everyday = {name for name, entry in COMMANDS.items() if entry.section in ("Start", "Every day", "Rows")}

    assert everyday <= shown


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbooks that README speaks of."""
    folder = tmp_path_factory.mktemp("evening")
    (folder / "interviews.xlsx").write_bytes((ROOT / "sample_workbook.xlsx").read_bytes())
    (folder / "sheet-sync.toml").write_text('workbook = "interviews.xlsx"\n', encoding="utf-8")
    _write(
        folder / "My networking.xlsx", ("Full name", "E-mail", "Company"), ("Dana Reyes", "dana@h.example", "Harbor")
    )
    tracker = ("Name", "Company", "Email", "Interview date", "What I learned", "Thank you sent")
    _write(
        folder / "Job tracker.xlsx", tracker, ("Dana Reyes", "Harbor", "dana@h.example", "2026-10-01", "A lot", "yes")
    )
    return folder


def _write(path: Path, *rows: tuple[str, ...]) -> None:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_the_commands_of_readme_run_one_after_the_other(evening: Path) -> None:
    """As written, in order, in one folder; 0 and 1 are what a user should see."""
    commands = _readme_commands()
    assert len(commands) > 15
    today = datetime.now().astimezone().date().isoformat()
    environment = {**os.environ, "SHEET_SYNC_STORE": str(evening / "store"), "PYTHONIOENCODING": "utf-8"}
    for line in commands:
        # README restores what stood there on a day in the past; the record of this test begins today.
        arguments = [today if word == "2026-11-01" else word for word in shlex.split(line)[1:]]
        if "--from" in line:  # README makes a workbook of that name anew
            kept = (evening / "interviews.xlsx").read_bytes()
            (evening / "interviews.xlsx").unlink()
        command = [sys.executable, "-m", "sheet_sync", *arguments]
        done = subprocess.run(command, cwd=evening, env=environment, capture_output=True, check=False, encoding="utf-8")
        assert done.returncode in (0, 1), f"{line}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        if "--from" in line:
            (evening / "interviews.xlsx").write_bytes(kept)
