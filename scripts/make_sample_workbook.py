"""Makes ``sample_workbook.xlsx`` again, the same every time: ``python scripts/make_sample_workbook.py``.

A student's three months of informational interviews up to 24 November 2026.  Everybody in it is invented; addresses end
in ``.example``, phone numbers are of ranges reserved for fiction.  The mistakes are deliberate: each is of a kind that
``sheet-sync check`` finds (``MISTAKES`` below lists them).
"""

from __future__ import annotations

import sys
from pathlib import Path

from sample_people import CONTACTS
from sample_talks import ANSWERS, INTERVIEWS, TOUCHES
from sheet_sync.core.new_workbook.question_bank import QUESTION_BANK
from sheet_sync.core.problems_sheet import problems_sheet
from sheet_sync.core.values import Scalar
from sheet_sync.excel.new.make import new_workbook

TARGET = Path(__file__).resolve().parents[1] / "sample_workbook.xlsx"

SETTINGS: dict[str, Scalar] = {
    "Your name": "Avery Lindgren",
    "Your email": "avery.lindgren@northgate-college.example",
    "Signature": "Second-year student, Northgate College",
    "Goal": "work that joins health, data and people",
    "Default country": "US",
    "Talk length": 30,
}

MISTAKES = {
    "Contacts": (
        "an email without @",
        "an email with a stray blank and capitals",
        "a phone number that is too short",
        "a phone number typed as a number",
        "a misspelt status",
        "somebody twice",
        "a person referred by themselves",
        "a referrer who is not a contact",
        "a day that does not exist",
    ),
    "Interviews": (
        "a name that fits two contacts",
        "a date typed as text",
        "a length typed in words",
        "a talk that is Done on a day to come",
        "a talk that is Scheduled on a day gone by",
        "a Done talk with nothing written down",
        "a thank-you sent before the talk",
        "a rating of 7",
        "a formula error",
        "two talks at one time",
        "a person named who is not yet a contact",
    ),
    "Touches": ("a date that can be read two ways",),
    "Settings": ("no phone number, which the confirming letter needs",),
}


def sample_workbook() -> bytes:
    """The bytes of the sample."""
    questions = [{"Topic": topic, "Ask": ask, "Question": question} for topic, ask, question in QUESTION_BANK]
    tables = {
        "Contacts": CONTACTS,
        "Interviews": INTERVIEWS,
        "Questions": questions,
        "Answers": ANSWERS,
        "Touches": TOUCHES,
    }
    return new_workbook(tables, SETTINGS, (problems_sheet(()),))


if __name__ == "__main__":
    TARGET.write_bytes(sample_workbook())
    sys.stdout.write(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes\n")
