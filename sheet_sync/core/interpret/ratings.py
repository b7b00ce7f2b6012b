"""How well the work would fit: 1 to 5, in the forms in which people rate."""

from __future__ import annotations

import re
from datetime import date

from sheet_sync.core.interpret.prose import is_prose
from sheet_sync.core.interpret.saying import fix, flag, quoted
from sheet_sync.core.readings import EMPTY, Reading
from sheet_sync.core.values import Scalar
from sheet_sync.core.words import word_key

BEST = 5
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def read_rating(value: Scalar) -> Reading:
    """The rating that a cell means."""
    if value is None or value is False:
        return EMPTY
    if isinstance(value, bool):
        return _no_rating(value)
    if isinstance(value, int | float):
        return Reading(int(value)) if value in range(1, BEST + 1) else _no_rating(value)
    if isinstance(value, date):
        return _from_date(value)
    return _from_text(value) if isinstance(value, str) else _no_rating(value)


def _from_date(value: date) -> Reading:
    """``4/5`` that the spreadsheet made a date: whichever of day and month is the 5, the other is the rating."""
    pair = sorted((value.day, value.month))
    if pair[1] != BEST:
        return _no_rating(value)
    message = (
        f"A date stands here, {value.isoformat()}; it was probably typed as {pair[0]}/5, and is read as {pair[0]}."
    )
    return Reading(pair[0], (fix("rating-form", message, pair[0]),))


def _from_text(value: str) -> Reading:
    if is_prose(value):
        return _no_rating(value)
    text = value.strip()
    key = word_key(text)
    match = re.fullmatch(
        r"([1-5])(?:\.0)?\s*(?:(?:/|of|out of|von|sur|de)\s*5)?(?:\s*(?:stars?|points?|pts))?", text.casefold()
    )
    stars = re.fullmatch(r"([★⭐*]\ufe0f?){1,5}[☆✩\s]*", text)
    rating = (
        int(match[1])
        if match
        else len(re.findall(r"[★⭐*]", text))
        if stars
        else _NUMBERS.get(key.removesuffix(" stars"))
    )
    if rating is None:
        return _no_rating(value)
    return Reading(rating, (fix("rating-form", f"{quoted(text)} is read as {rating}.", rating),))


def _no_rating(value: object) -> Reading:
    message = f"{quoted(value)} is not a number from 1 to 5."
    return Reading(notes=(flag("not-a-rating", message, "Type 1 (not at all) to 5 (very well)."),))
