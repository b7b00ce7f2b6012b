"""One of a list: the choice as the schema spells it, from whatever word was typed for it."""

from __future__ import annotations

import re

from sheet_sync.core.interpret.choice_words import ChoiceWords, choice_words
from sheet_sync.core.interpret.placeholders import OPEN_WORDS, read_placeholder
from sheet_sync.core.interpret.prose import is_prose
from sheet_sync.core.interpret.saying import ask, fix, flag, offer, quoted
from sheet_sync.core.interpret.text import as_text, tidy
from sheet_sync.core.readings import EMPTY, Note, Reading
from sheet_sync.core.schema import Field
from sheet_sync.core.values import Scalar
from sheet_sync.core.words import nearest, word_key


def read_choice(value: Scalar, field: Field, table: str) -> Reading:
    """The choice that a cell means, with what the tool made of the word."""
    if value is False:
        return EMPTY
    if isinstance(value, str) and is_prose(value):
        return _unknown(value, field)
    known = choice_words(table, field.name)
    text, notes = tidy(value) if isinstance(value, str) else ("yes" if value is True else as_text(value), ())
    key = word_key(text)
    for choice in field.choices:
        if choice == text:
            return Reading(choice, tuple(_whole(note, choice) for note in notes))
        if word_key(choice) == key and "?" not in text:
            return Reading(choice, (fix("choice-case", f"{quoted(value)} should be written {choice}.", choice),))
    typed = as_text(value)
    if (
        text.strip() in OPEN_WORDS
        and field.name == "Status"
        and key != "pending"
        and (empty := read_placeholder(text, field))
    ):
        return empty
    if text.endswith("?") and key:
        return Reading(
            notes=(ask("ask-choice", f"{quoted(typed)} is a question.", f"Choose one of {', '.join(field.choices)}."),)
        )
    return (
        _known(key, typed, field, known)
        or _days(key, typed, field)
        or read_placeholder(text, field)
        or _two_facts(text, typed, field, known)
        or _unknown(typed, field)
    )


def _whole(note: Note, choice: str) -> Note:
    return fix(note.kind, note.message, choice, note.hint) if note.has_fix else note


def _known(key: str, typed: str, field: Field, known: ChoiceWords) -> Reading | None:
    if key in known.same:
        choice = known.same[key]
        return Reading(choice, (fix("choice-synonym", f"{quoted(typed)} is read as {choice}.", choice),))
    if key in known.more:
        choice = known.more[key]
        message = f"{quoted(typed)} is read as {choice}."
        return Reading(choice, (offer("choice-and-more", message, f"Choose {choice}; keep the rest in Notes."),))
    if key in known.asks:
        message = f"{quoted(typed)} could mean several things. {known.asks[key]}"
        return Reading(notes=(ask("ask-choice", message, f"Choose one of {', '.join(field.choices)}."),))
    return None


_INTERVALS = {30: "Monthly", 91: "Quarterly", 182: "Twice a year", 365: "Yearly"}


def _days(key: str, typed: str, field: Field) -> Reading | None:
    """An interval in days, as some tools keep it: the nearest choice, and said so."""
    days = key.removesuffix(" days")
    if field.name != "Stay in touch" or re.fullmatch(r"[0-9]{1,3}", days) is None or not 5 <= int(days) <= 800:
        return None
    choice = min(_INTERVALS.items(), key=lambda pair: abs(pair[0] - int(days)))[1]
    message = f"{quoted(typed)} is read as {choice}, the nearest."
    return Reading(choice, (offer("choice-and-more", message, f"Choose {choice}, or another from the list."),))


def _two_facts(text: str, typed: str, field: Field, known: ChoiceWords) -> Reading | None:
    """``Completed, thank you sent``: the choice that all the known parts mean."""
    parts = [word_key(part) for part in re.split(r"[,;/&+\n]| - | – |\band\b|\(", text)]
    if len(parts) < 2:
        return None
    own = {word_key(choice): choice for choice in field.choices}
    meant = [own.get(part) or known.same.get(part) or known.more.get(part) for part in parts]
    choices = {choice for choice in meant if choice}
    if len(choices) > 1 or any(part in known.asks for part in parts):
        either = " or ".join(sorted(choices)) or "one of the choices"
        return Reading(notes=(ask("ask-choice", f"{quoted(typed)} could mean {either}.", "Choose one from the list."),))
    if not choices or meant[0] is None:
        return None
    choice = choices.pop()
    message = f"{quoted(typed)} is read as {choice}."
    return Reading(choice, (offer("choice-and-more", message, f"Choose {choice}; keep the rest in Notes."),))


def _unknown(typed: str, field: Field) -> Reading:
    close = None if is_prose(typed) else nearest(typed, field.choices)
    listed = ", ".join(field.choices)
    hint = f"Did you mean {close}?" if close else "Choose one from the list."
    return Reading(notes=(flag("unknown-choice", f"{quoted(typed)} is not one of {listed}.", hint),))
