"""What somebody answers when asked which value of a conflict to keep: a side, one of the values, or a third value.

A slip must never become what a cell says.  So what is nearly the name of a side is refused, and so is a lone number
among texts, which is likely meant as the number of a choice; who does want it says that it is a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from difflib import get_close_matches

from sheet_sync.core.sync.conflicts_sheet import display
from sheet_sync.core.sync.merge import Claims, joined_row
from sheet_sync.core.sync.recognising import folded
from sheet_sync.core.sync.synced import ReplicaName, Tick, Value
from sheet_sync.errors import WrongUsage

_KINDS = ("excel", "google")
_NO_VALUES = ("newest", "here", "there", "mine", "theirs", "both")
"""Words that are nearly always meant as a choice."""
_NEARLY = 0.8
_TICKS = {"yes": Tick.ON, "true": Tick.ON, "1": Tick.ON, "no": Tick.OFF, "false": Tick.OFF, "0": Tick.OFF}
Titles = Mapping[ReplicaName, str]


class ThirdValue(str):
    """A value that was given as one: no side is looked for behind it."""

    __slots__ = ()


def keep(word: str, held: Claims, titles: Titles) -> tuple[Value]:
    """What ``--keep`` names: a place, a joined row by its ID, one of the values, or another as it would be typed.

    Raises:
        WrongUsage: that place has no part in the conflict, the value is not of the kind that the claims are, or it is
            likely a slip.
    """
    if isinstance(word, ThirdValue):
        return (typed_like(word, held),)
    named = side_named(word, held, titles) or side_saying(word, held)
    if named is not None:
        return (held[named],)
    if folded(word) in _KINDS:
        raise WrongUsage(f"{word.strip().capitalize()} has no part in this conflict.", hint="Keep one of its values.")
    meant = nearest_side(word, held, titles)
    if meant is not None or folded(word) in _NO_VALUES or _is_number_among_texts(word, held):
        raise WrongUsage(f"“{word}” is neither a place nor one of the values.", hint=_instead(word, meant, held))
    return (typed_like(word, held),)


def pick(answer: str, claims: Claims, titles: Titles) -> ReplicaName:
    """Whose value an answer means, where the claims are listed with numbers from 1: by number, name, or what it says.

    Raises:
        WrongUsage: nobody's, or it cannot be told whose.
    """
    names = list(claims)
    saying = side_saying(answer, claims)
    if answer.isdecimal() and 0 < int(answer) <= len(names):
        numbered = names[int(answer) - 1]
        if saying not in (None, numbered):
            words = " or ".join(titles.get(name, name) for name in names)
            raise WrongUsage(f"“{answer}” is the number of one choice and what another says. Answer {words}.")
        return numbered
    if (named := side_named(answer, claims, titles) or saying) is not None:
        return named
    meant = nearest_side(answer, claims, titles)
    raise WrongUsage(f"“{answer}” is none of the choices.", hint=f"Did you mean {meant}?" if meant else None)


def side_named(word: str, claims: Claims, titles: Titles) -> ReplicaName | None:
    """The claimant of that name or title; a joined row by its ID."""
    wanted = folded(word)
    return next((name for name in claims if wanted in {*_names(name, titles), joined_row(name)}), None)


def side_saying(word: str, claims: Claims) -> ReplicaName | None:
    """The claimant whose value reads so."""
    return next((name for name, value in claims.items() if value is not None and word == str(display(value))), None)


def nearest_side(word: str, claims: Claims, titles: Titles) -> str | None:
    """The side that a word is likely a slip for: almost its name, or how it begins."""
    wanted = folded(word)
    known = dict.fromkeys([*(each for name in claims for each in _names(name, titles)), *_KINDS])
    near = get_close_matches(wanted, known, n=1, cutoff=_NEARLY)
    begun = (name for name in known if wanted and name.startswith(wanted))
    return next(iter(near), None) or next(begun, None)


def _names(name: ReplicaName, titles: Titles) -> Iterator[str]:
    yield folded(name)
    yield folded(titles.get(name, name))


def _is_number_among_texts(word: str, held: Claims) -> bool:
    texts = [value for value in held.values() if value is not None]
    is_text = all(isinstance(value, str) and not value.strip().isdecimal() for value in texts)
    return bool(texts) and is_text and len(word.strip()) == 1 and word.strip().isdecimal()


def _instead(word: str, meant: str | None, held: Claims) -> str:
    if folded(word) == "newest":
        return "To keep the newest of each: sheet-sync sync --prefer newest"
    sides = ", or ".join(f"--keep {_quoted(joined_row(name) or name)}" for name in held)
    asked = f"Did you mean --keep {_quoted(meant)}?" if meant is not None else f"Say {sides}."
    return f"{asked} If the cell is to say “{word}”: --value {_quoted(word)}"


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


def typed_like(word: str, held: Claims) -> Value:
    """A word as a value of the same type as the claims: a date among dates, a number among numbers, else text.

    Raises:
        WrongUsage: it is none.
    """
    known = [value for value in held.values() if value is not None]
    text = word.strip()
    if not text:
        return None
    for types, read, example in _READERS:
        if known and all(isinstance(value, types) for value in known):
            try:
                return read(text, known)
            except (ValueError, KeyError):
                raise WrongUsage(f"“{word}” is not {example}, as the other values are.") from None
    return str(word)


def _date(text: str, known: Sequence[Value]) -> Value:
    moment = datetime.fromisoformat(text)
    return moment if any(isinstance(value, datetime) for value in known) else moment.date()


def _number(text: str, known: Sequence[Value]) -> Value:
    return float(text) if "." in text else int(text)


_READERS = (
    (date, _date, "a date such as 2026-11-24"),
    (time, lambda text, known: time.fromisoformat(text), "a time such as 14:30"),
    ((int, float), _number, "a number"),
    (Tick, lambda text, known: _TICKS[folded(text)], "yes or no"),
)
