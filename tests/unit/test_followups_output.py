"""How what is due looks on a terminal."""

from __future__ import annotations

import re

import pytest

from sheet_sync.app.followups import list_due
from sheet_sync.output.followups import print_text
from sheet_sync.output.terminal import Terminal
from tests.unit.text_books import book

NAME = "Siobhán O'Dell-Frayne of Northgate Heights"
TALKS = "Contact | Date | Status\n"


class Screen(Terminal):
    """A terminal whose output a test can read."""

    @property
    def is_interactive(self) -> bool:
        return True

    @property
    def has_colour(self) -> bool:
        return False


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


def test_cells_and_dates_stay_whole_on_a_narrow_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    made = book(contacts=f"Name | Email\n{NAME} | a@x.example", interviews=f"{TALKS}{NAME} | 2026-11-02 | Done")

    print_text(list_due(made), Screen())
    text = capsys.readouterr().out

    assert max(map(len, text.splitlines())) <= 80
    for whole in ("21 days overdue", "Interviews!A2", "Thank-yous: overdue"):
        assert whole in text
    assert "Northgate" in re.sub(r"\s+", " ", text)


def test_marks_of_the_terminal_in_a_name_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    made = book(contacts="Name | Email\n[red]Dana | a@x.example", interviews=f"{TALKS}[red]Dana | 2026-11-02 | Done")

    print_text(list_due(made), Screen())

    assert "[red]Dana" in capsys.readouterr().out


def test_many_unclear_cells_are_counted_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    rows = "\n".join(f"Person {n} | someday | Done" for n in range(40))
    made = book(interviews=f"{TALKS}{rows}", contacts="Name | Email\nDana Reyes | d@x.example")

    print_text(list_due(made), Terminal())
    shown = capsys.readouterr().err.splitlines()
    print_text(list_due(made), Terminal(verbose=True))

    assert shown[-1] == "... and 30 more like these; --verbose shows them all."
    assert len(capsys.readouterr().err.splitlines()) == 40


def test_a_quiet_run_with_nothing_due_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_text(list_due(book(contacts="Name | Email\nDana Reyes | d@x.example")), Terminal(quiet=True))

    assert capsys.readouterr() == ("", "")
