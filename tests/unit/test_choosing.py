"""What is answered when a conflict is settled: a side, a value, a third value, and never a slip."""

from __future__ import annotations

from datetime import date, time

import pytest

from sheet_sync.core.sync.choosing import ThirdValue, keep, pick
from sheet_sync.core.sync.merge import Claims
from sheet_sync.core.sync.synced import Tick, Value
from sheet_sync.errors import WrongUsage

TITLES = {"excel": "talks.xlsx", "google": "Google", "c-7k3f9q2m": "the joined row c-7k3f9q2m"}
TEXTS: Claims = {"excel": "long talk", "google": "short talk"}
NUMBERS: Claims = {"excel": 5, "google": 1}


class TestKeep:
    @pytest.mark.parametrize(
        ("word", "kept"),
        [
            ("excel", "long talk"),
            ("Talks.xlsx", "long talk"),
            (" GOOGLE ", "short talk"),
            ("short talk", "short talk"),
            ("+1 212 555 0147", "+1 212 555 0147"),
            ("", None),
        ],
    )
    def test_a_side_a_value_or_a_third(self, word: str, kept: Value) -> None:
        assert keep(word, TEXTS, TITLES) == (kept,)

    @pytest.mark.parametrize("word", ["gogle", "Googel", "g", "goo", "exel", "ecxel", "talks.xls", "talk.xlsx"])
    @pytest.mark.parametrize("held", [TEXTS, NUMBERS])
    def test_what_is_nearly_a_side_is_refused_and_the_side_is_named(self, word: str, held: Claims) -> None:
        with pytest.raises(WrongUsage, match="is neither a place nor one of the values") as refused:
            keep(word, held, TITLES)

        side = "google" if word.casefold().startswith("g") else "talks.xlsx" if "." in word else "excel"
        assert refused.value.hint == f"Did you mean --keep {side}? If the cell is to say “{word}”: --value {word}"

    @pytest.mark.parametrize("word", ["there", "Here", "newest", "both", "3", " 1 "])
    def test_so_is_a_word_that_means_a_choice_elsewhere(self, word: str) -> None:
        with pytest.raises(WrongUsage, match="is neither a place nor one of the values"):
            keep(word, TEXTS, TITLES)

    @pytest.mark.parametrize(("word", "held"), [("3", NUMBERS), ("3", {"excel": "1", "google": "12"})])
    def test_a_number_among_numbers_is_a_third_value(self, word: str, held: Claims) -> None:
        assert keep(word, held, TITLES) == (3 if held is NUMBERS else "3",)

    @pytest.mark.parametrize("word", ["gogle", "there", "3", "excel"])
    def test_what_is_said_to_be_a_value_is_one(self, word: str) -> None:
        assert keep(ThirdValue(word), TEXTS, TITLES) == (word,)

    @pytest.mark.parametrize(
        ("word", "claims", "value"),
        [
            ("2026-11-24", (date(2026, 11, 1), date(2026, 11, 2)), date(2026, 11, 24)),
            ("14:30", (time(9), time(10)), time(14, 30)),
            ("2.5", (1, 2), 2.5),
            ("No", (Tick.ON, None), Tick.OFF),
            ("x", (None, None), "x"),
        ],
    )
    def test_a_third_value_is_of_the_kind_of_the_others(
        self, word: str, claims: tuple[Value, ...], value: Value
    ) -> None:
        assert keep(ThirdValue(word), dict(zip(("excel", "google"), claims, strict=True)), TITLES) == (value,)

    @pytest.mark.parametrize("kind", [date(2026, 11, 1), time(9), 5, Tick.ON])
    def test_or_it_is_refused(self, kind: Value) -> None:
        with pytest.raises(WrongUsage, match=r"“soon” is not .*, as the other values are"):
            keep("soon", {"excel": kind, "google": None}, TITLES)


class TestPick:
    @pytest.mark.parametrize(
        ("answer", "name"),
        [("1", "excel"), ("2", "google"), ("Google", "google"), ("long talk", "excel"), ("talks.xlsx", "excel")],
    )
    def test_by_number_by_name_or_by_what_it_says(self, answer: str, name: str) -> None:
        assert pick(answer, TEXTS, TITLES) == name

    def test_a_joined_row_by_its_id(self) -> None:
        assert pick("C-7k3f9q2m", {"excel": "x", "c-7k3f9q2m": "y"}, TITLES) == "c-7k3f9q2m"

    @pytest.mark.parametrize("answer", ["3", "0", "a third", "there", "2026-11-24"])
    def test_anything_else_is_none_of_the_choices(self, answer: str) -> None:
        with pytest.raises(WrongUsage, match=f"“{answer}” is none of the choices"):
            pick(answer, TEXTS, TITLES)

    def test_a_slip_is_told_what_it_may_mean(self) -> None:
        with pytest.raises(WrongUsage) as refused:
            pick("gogle", TEXTS, TITLES)

        assert refused.value.hint == "Did you mean google?"

    def test_a_number_that_is_another_choices_value_is_asked_for_by_name(self) -> None:
        with pytest.raises(WrongUsage, match=r"“1” is the number of one choice.*Answer talks.xlsx or Google"):
            pick("1", NUMBERS, TITLES)

        assert pick("2", NUMBERS, TITLES) == "google"
        assert pick("5", NUMBERS, TITLES) == "excel"
        assert pick("1", {"excel": 1, "google": 5}, TITLES) == "excel"
