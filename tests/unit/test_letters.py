"""Every kind of letter as it reads: tests/cases/letters holds a few rows and the whole letter they make."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.app.templates import TemplateBox
from sheet_sync.core.letters.desk import Desk
from sheet_sync.core.letters.kinds import KINDS, Wanted, letters_of_kind
from sheet_sync.core.letters.render import Letter
from sheet_sync.core.letters.variables import values_for
from tests.unit.letter_books import AS_OF, DANA, SETTINGS, book_of

CASES = sorted((Path(__file__).parents[1] / "cases" / "letters").glob("*.toml"))
WORDS = {
    "request": (60, 100),
    "confirm": (50, 90),
    "thank-you": (55, 130),
    "referral": (60, 115),
    "thank-referrer": (40, 90),
    "stay-in-touch": (40, 90),
    "progress": (50, 120),
}
"""How long each letter is, brackets included.  Source: practice.md, section 1."""
HINTS_AT_A_JOB = re.compile(
    r"\b(?:hir(?:e|ing)|vacanc\w*|openings?|position|resume|CV|employ\w*|recruit\w*|apply|application)\b", re.IGNORECASE
)
SHUNNED = ("informational interview", "pick your brain", "just checking in", "in person", "!", "https://", "n't ")


def letter_of(case: dict[str, Any]) -> Letter:
    """The letter that a case makes."""
    tables = {name: case[name] for name in ("Questions", "Answers", "Touches", "Letters") if name in case}
    contacts = [DANA | case.get("contact", {}), *case.get("others", ())]
    settings = SETTINGS | case.get("settings", {})
    book = book_of(contacts, case.get("interviews", ()), settings=settings, as_of=case.get("as_of", AS_OF), **tables)
    desk = Desk(book)
    (occasion,) = letters_of_kind(desk, case["kind"], Wanted(book.contacts[0]))
    assert not occasion.refused
    renderer = TemplateBox(Path(__file__).parent).renderer(case["kind"], book.settings)
    return renderer.render(values_for(occasion, desk))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_letter_reads_as_it_should(path: Path) -> None:
    """Subject, text and gaps are exactly those of the case."""
    case = tomllib.loads(path.read_text(encoding="utf-8"))

    letter = letter_of(case)

    assert letter.subject == case["expected"]["subject"]
    assert letter.text.strip() == case["expected"]["text"].strip()
    assert list(letter.to_fill_in) == case["expected"]["to_fill_in"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_letter_keeps_to_the_practice(path: Path) -> None:
    """It is as long as such a letter should be, asks for no job, and avoids what puts hosts off."""
    case = tomllib.loads(path.read_text(encoding="utf-8"))

    letter = letter_of(case)
    said = letter.text.replace("not for a job", "")

    least, most = WORDS[case["kind"]]
    assert least <= letter.words <= most
    assert "job" not in said
    assert not HINTS_AT_A_JOB.search(said.replace(case.get("typed", "\0"), ""))
    assert not [words for words in SHUNNED if words in letter.text and words not in case.get("typed", "")]
    assert "None" not in letter.text
    assert not re.search(r" {2}(?! )|\s[.,;:]|\.\.(?!\.)|,,", letter.text.replace("    ", ""))


def test_every_kind_has_a_case() -> None:
    """No letter goes out that nobody has read."""
    kinds = {tomllib.loads(path.read_text(encoding="utf-8"))["kind"] for path in CASES}

    assert kinds == set(KINDS)


def test_no_two_people_get_the_same_thank_you() -> None:
    """A letter that could go to anyone is the commonest complaint."""
    notes = ("Night shifts are hardest in the first year.", "A float pool lets you see every ward.")
    texts = {letter_of({"kind": "thank-you", "interviews": [{**TALK, "What I learned": note}]}).text for note in notes}

    assert len(texts) == len(notes)


TALK = {"ID": "i-1a2b3c4d", "Contact": "Dana Reyes", "Date": AS_OF, "Status": "Done"}
