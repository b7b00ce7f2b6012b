"""Drafts are made once, and the user's edits are respected."""

from __future__ import annotations

from datetime import date

import pytest

from sheet_sync.core.letters.desk import Desk
from sheet_sync.core.letters.drafts import Draft, DraftState, decide, file_stem, keys_of
from sheet_sync.core.letters.occasion import Occasion
from tests.unit.letter_books import AS_OF, DANA, book_of, talk

KNOWN = Draft("key", "letters/x.eml", "inputs", "content", AS_OF)


@pytest.mark.parametrize(
    ("known", "on_disk", "inputs", "content", "state", "writes"),
    [
        (None, None, "inputs", "content", DraftState.DRAFTED, True),
        (KNOWN, "content", "inputs", "content", DraftState.UNCHANGED, False),
        (KNOWN, "content", "new inputs", "new content", DraftState.DRAFTED, True),
        (KNOWN, "edited", "inputs", "content", DraftState.KEPT, False),
        (KNOWN, "edited", "new inputs", "new content", DraftState.KEPT, False),
        (KNOWN, None, "inputs", "content", DraftState.DRAFTED, True),
        (None, "content", "inputs", "content", DraftState.UNCHANGED, False),
        (None, "something else", "inputs", "content", DraftState.KEPT, False),
        (KNOWN, "content", "inputs", "content of a newer version", DraftState.UNCHANGED, False),
    ],
)
def test_what_becomes_of_a_draft(
    known: Draft | None, on_disk: str | None, inputs: str, content: str, state: DraftState, writes: bool
) -> None:
    """The truth table: what is known, what lies there, what the letter says now."""
    decision = decide(known, on_disk, inputs, content)

    assert (decision.state, decision.writes) == (state, writes)


def test_only_what_is_written_or_kept_has_a_reason_to_tell() -> None:
    """An unchanged draft is not worth a sentence."""
    assert decide(KNOWN, "content", "inputs", "content").reason == ""
    assert "edited" in decide(KNOWN, "other", "inputs", "content").reason


class TestKeys:
    """A letter is known by kind, contact and talk."""

    def test_keys_name_ids_first_and_names_for_the_time_before(self) -> None:
        """A draft made before the first sync is found after it."""
        before, after = book_of([{**DANA, "ID": None}], [{**talk(), "ID": None}]), book_of(interviews=[talk()])
        keys = [
            keys_of(Occasion("thank-you", book.contacts[0], "Dana Reyes", book.interviews[0]), Desk(book), "eml")
            for book in (before, after)
        ]

        assert keys[0][0] in keys[1]
        assert "c-7k3f9q2m" in keys[1][0]

    def test_a_second_asking_is_another_letter(self) -> None:
        """The first draft is not overwritten by the second."""
        book = book_of()
        first, second = (
            Occasion("request", book.contacts[0], "Dana Reyes", is_second=again) for again in (False, True)
        )

        assert keys_of(first, Desk(book), "eml") != keys_of(second, Desk(book), "eml")
        assert file_stem(first, Desk(book)) != file_stem(second, Desk(book))

    def test_staying_in_touch_again_is_another_letter(self) -> None:
        """A new interval, a new letter."""
        stems = []
        for day in (date(2026, 5, 1), date(2026, 8, 1)):
            book = book_of(interviews=[talk(day=day)])
            stems.append(file_stem(Occasion("stay-in-touch", book.contacts[0], "Dana Reyes"), Desk(book)))

        assert stems == [
            ("stay-in-touch", "Dana Reyes", "2026-05-01"),
            ("stay-in-touch", "Dana Reyes", "2026-08-01"),
        ]
