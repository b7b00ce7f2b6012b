"""Phone numbers: the one to call, as it is written for abroad, and the others that stand beside it.

No digit that was typed is lost: where the library would drop some, the number is flagged instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from sheet_sync.core.interpret.phone_plans import plan_of_code, plan_of_region
from sheet_sync.core.interpret.prose import LONGEST_NAME, is_prose
from sheet_sync.core.interpret.saying import fix, flag, offer, quoted, say
from sheet_sync.core.interpret.text import folded
from sheet_sync.core.readings import EMPTY, Note, Reading
from sheet_sync.core.values import Scalar

_HOW = "Type it with its country code, such as +44 20 7946 0123."
_LABEL = (
    r"(?i)\(?\b(?:work|office|home|mobile|mob|cell|cellular|phone|tel|telephone|direct|main|business|private|personal|fax|ph"
    r"|w|h|c|m|o|p|t|arbeit|privat|handy|büro|bureau|portable|casa|trabajo|móvil)\b\.?\)?\s*:?"
)
_NO_SEPARATORS = str.maketrans("", "", "+-. ()")
_MOBILE_FIRST = r"(?i)\b(?:mobile|mob|cell|cellular|handy|portable|c|m)\b"
_EXTENSION = r"(?i)\s*(?:,\s*)?(?:;?\s?\bext(?:ension)?\b\.?:?|\bx|#|durchwahl|\bdw\b)\s*(\d{1,7})\s*$"
_REMARK = r"\([^)]*[^\W\d_]{3,}[^)]*\)|\b[^\W\d_]{3,}\b(?:\s+[^\W\d_]+)*\s*$|^(?:[^\W\d_]{3,}\s+)+(?=[+(\d])"
_GROUPED = r"\+?\(?\d+\)?(?:[ .-]\(?\d+\)?|\)\d+)+(?: ext\. \d+)?"
_CITIES = {
    city: country
    for country, cities in {
        "GB": "london|manchester|edinburgh|oxford|cambridge",
        "DE": "berlin|munich|münchen|hamburg|frankfurt|cologne|köln",
        "AT": "vienna|wien",
        "CH": "zurich|zürich|geneva",
        "FR": "paris|lyon",
        "ES": "madrid|barcelona",
        "IT": "rome|milan",
        "NL": "amsterdam",
        "BE": "brussels",
        "IE": "dublin",
        "PT": "lisbon",
        "SE": "stockholm",
        "DK": "copenhagen",
        "NO": "oslo",
        "FI": "helsinki",
        "PL": "warsaw",
        "CZ": "prague",
        "CA": "toronto|montreal|vancouver",
        "AU": "sydney|melbourne",
        "NZ": "auckland",
        "JP": "tokyo",
        "SG": "singapore",
        "US": "seattle|new york|boston|chicago|san francisco|los angeles",
        "MX": "mexico city",
        "IN": "delhi|mumbai|bangalore",
    }.items()
    for city in cities.split("|")
}
"""Large cities to their country, only for the hint beside a number that is not valid."""


@dataclass(frozen=True, slots=True)
class _Number:
    """One number of a cell: as typed, as written for abroad (``None`` where it is not valid), with letters or words."""

    typed: str
    written: str | None
    has_letters: bool = False
    has_words: bool = False
    is_mobile: bool = False


def read_phone(value: Scalar, region: str, city: str = "") -> Reading:
    """The number to call; ``also`` has ``other phones`` where there are several."""
    if value is None or isinstance(value, bool):
        return EMPTY if not value else Reading(notes=(flag("invalid-phone", "A tick is not a phone number.", _HOW),))
    if isinstance(value, int | float):
        return _from_number(value, region, city)
    if not isinstance(value, str):
        return Reading(notes=(flag("invalid-phone", f"{quoted(value)} is not a phone number.", _HOW),))
    if is_prose(value, LONGEST_NAME):
        return Reading(notes=(flag("invalid-phone", f"{quoted(value)} is not a valid phone number.", _HOW),))
    if (quick := quick_number(value, region)) is not None:
        return Reading(quick)
    return _from_text(value, folded(value), region, city)


@cache
def _grouped() -> re.Pattern[str]:
    return re.compile(_GROUPED)


def quick_number(value: str, region: str) -> str | None:
    """An ordinary number in tidy groups as it is written for abroad, ``None`` where that takes a closer look."""
    if len(value) > LONGEST_NAME:
        return None
    digits = value.translate(_NO_SEPARATORS)
    if not digits.isascii() or not digits.isdigit() or _grouped().fullmatch(value) is None:
        return None
    if value[0] == "+":
        lead = value[1:4].split(" ", 1)[0]
        plan = plan_of_code(int(lead)) if lead.isdigit() else None
        written = plan.international(digits[len(lead) :]) if plan else None
    else:
        plan = plan_of_region(region) if region else None
        written = plan.international(plan.national_digits(digits)) if plan else None
    return written or None


def _from_number(value: int | float, region: str, city: str) -> Reading:
    digits = f"{value:.0f}"
    if len(digits.rstrip("0")) <= 4 and len(digits) >= 8:
        message = f"{digits} seems to be cut short by the spreadsheet: its last digits are gone."
        return Reading(notes=(flag("digits-lost", message, "Type the number again, with its plus and country code."),))
    number = _parsed(digits, region)
    if number is None or number.written is None:
        return Reading(notes=(_invalid(digits, region, city),))
    message = f"{digits} is kept as a number, which loses zeros and plus; read as {number.written}."
    return Reading(number.written, (fix("phone-as-number", message, number.written),))


def _from_text(typed: str, text: str, region: str, city: str) -> Reading:
    if re.fullmatch(r"\d(?:[.,]\d+)?e\+?\d+", text, re.IGNORECASE):
        message = f"{quoted(text)} was cut short by the spreadsheet: its digits are gone."
        return Reading(notes=(flag("digits-lost", message, "Type the number again, with its plus and country code."),))
    if re.fullmatch(r"\d{7,15}\.0", text):
        return _from_number(int(text[:-2]), region, city)
    if "/" in text and (whole := _parsed(text.replace("/", " "), region)) and whole.written:
        return _single(typed, whole)
    pieces = _pieces(text)
    numbers = [_parsed(piece, region) or _Number(piece, None) for piece in pieces]
    valid = [number for number in numbers if number.written]
    if not valid:
        if not region and text[:1] != "+" and re.fullmatch(_GROUPED + r"|\d{6,15}", text):
            hint = "Set Default country on the Settings sheet, or type the country code."
            return Reading(text, (say("phone-without-country", f"{quoted(text)} has no country code.", hint),))
        return Reading(notes=(_invalid(text, region, city),))
    if len(numbers) > 1:
        return _several(text, numbers, valid)
    return _single(typed, valid[0])


def _single(typed: str, number: _Number) -> Reading:
    written = number.written
    assert written is not None
    if number.has_words:
        message = f"{quoted(typed)} has words around the number; read as {written}."
        return Reading(
            written, (offer("phone-with-words", message, "Keep the words in Notes, the number alone here."),)
        )
    if number.has_letters:
        return Reading(written, (fix("phone-letters", f"{quoted(typed)} has letters; read as {written}.", written),))
    if typed == written or _is_tidy(typed, written):
        return Reading(written)
    is_wide = not typed.isascii() and any("０" <= letter <= "９" for letter in typed)
    kind = "full-width" if is_wide else "stray-space" if typed.strip() == written else "phone-format"
    return Reading(written, (fix(kind, f"{quoted(typed)} is usually written {written}.", written),))


def _is_tidy(typed: str, written: str) -> bool:
    """Whether a number is in groups that anybody reads, as it is dialled in its country or from abroad."""
    if not typed.isascii() or _grouped().fullmatch(typed) is None:
        return False
    return re.sub(r"\D", "", written).endswith(re.sub(r"\D", "", typed).lstrip("0"))


def _several(text: str, numbers: list[_Number], valid: list[_Number]) -> Reading:
    first = valid[0]
    others = tuple(number.written for number in valid if number is not first and number.written)
    notes: list[Note] = []
    if others:
        message = f"{len(valid)} numbers stand here; {first.written} is used."
        hint = f"Keep one here; put {' and '.join(others)} into Notes or a column of your own."
        notes.append(offer("several-phones", message, hint))
    if len(valid) < len(numbers):
        bad = next(number.typed for number in numbers if not number.written)
        if re.search(r"\d", bad):
            notes.append(flag("invalid-phone", f"{quoted(bad)} in {quoted(text)} is not a valid phone number.", _HOW))
        else:
            message = f"{quoted(text)} has words around the number; read as {first.written}."
            notes.append(offer("phone-with-words", message, "Keep the words in Notes."))
    return Reading(first.written, tuple(notes), {"other phones": others})


def _pieces(text: str) -> list[str]:
    """The numbers of a cell, apart: ``206-555-0120 / 0121`` gives both in full."""
    text = re.sub(r"^/+|/+$", "", text)
    parts = [
        part.strip()
        for part in re.split(r"\s*(?:[;|]|:::|,(?!\s*(?:ext|x\s?\d))|\bor\b|\band\b|\bund\b|&|(?<=[\d)])\s*/)\s*", text)
    ]
    whole: list[str] = []
    for part in filter(None, parts):
        digits = re.sub(r"\D", "", part)
        if whole and 2 <= len(digits) <= 5 and re.fullmatch(r"[\d\s-]+", part):
            stem = whole[-1]
            if len(re.sub(r"\D", "", stem)) >= 7:
                part = _replace_last_digits(stem, digits)
        whole.append(part)
    return whole or [text]


def _replace_last_digits(stem: str, digits: str) -> str:
    left = list(digits)
    letters = list(re.sub(_EXTENSION, "", stem))
    for at in range(len(letters) - 1, -1, -1):
        if letters[at].isdigit() and left:
            letters[at] = left.pop()
    return "".join(letters)


def _parsed(piece: str, region: str) -> _Number | None:
    """The number in a text without labels; ``None`` where it is none, or digits would be lost."""
    import phonenumbers

    bare = re.sub(_LABEL, " ", piece) if re.search(r"[A-Za-z]", piece) else piece
    extension = re.search(_EXTENSION, bare)
    body = (bare[: extension.start()] if extension else bare).strip(" :.,")
    body = re.sub(r"^\+?0?11\s+(?=[1-9]\d)|^00\s*(?=[1-9])", "+", body) if not body.startswith("+") else body
    if body.startswith("+"):
        body = re.sub(r"\(0\)", "", body)
    vanity = _vanity(body, region)
    remark = None if vanity else re.search(_REMARK, body)
    if remark:
        body = (body[: remark.start()] + body[remark.end() :]).strip(" :.,-")
    if re.search(r"[A-Za-z]", body) and not vanity:
        return None
    body = vanity or body
    number = _valid(body, region)
    if number is None:
        return None
    if extension:
        number.extension = extension[1]
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    is_mobile = bool(re.search(_MOBILE_FIRST, piece))
    return _Number(piece, written, bool(vanity), remark is not None or bare != piece, is_mobile)


def _vanity(body: str, region: str) -> str | None:
    """The digits behind letters such as 206-JKL-0144, as North America spells numbers; ``None`` elsewhere."""
    import phonenumbers

    is_american = body.lstrip("+ ").startswith("1") if body.startswith("+") else _calling_code(region) == 1
    if len(re.findall(r"[A-Za-z]", body)) < 3 or not is_american:
        return None
    digits: str = phonenumbers.convert_alpha_characters_in_number(body)
    return digits if _valid(digits, region) else None


def _calling_code(region: str) -> int:
    import phonenumbers

    return int(phonenumbers.country_code_for_region(region)) if region else 0


def _valid(body: str, region: str) -> Any:
    """The number as the library knows it, where it is valid and holds every digit that was typed."""
    import phonenumbers

    try:
        number = phonenumbers.parse(body, region or None)
    except phonenumbers.NumberParseException:
        return None
    kept = f"{number.country_code}{phonenumbers.national_significant_number(number)}"
    typed = re.sub(r"\D", "", body)
    if not phonenumbers.is_valid_number(number) or len(kept) < len(typed.lstrip("0")):
        return None
    return number


def _invalid(typed: str, region: str, city: str) -> Note:
    country = f" in {region}" if region and not typed.startswith("+") else ""
    guess = _CITIES.get(city.strip().casefold(), "")
    abroad = _parsed(typed, guess) if guess and guess != region else None
    usual = "Look whether digits are missing, or too many." if typed.startswith("+") else _HOW
    hint = f"If it is in {city.strip()}, type {abroad.written}." if abroad and abroad.written else usual
    if hint is _HOW and typed.isdigit() and len(typed) >= 9 and (plus := _parsed(f"+{typed}", region)) and plus.written:
        hint = f"If {plus.written} is meant, type it so."
    return flag("invalid-phone", f"{quoted(typed)} is not a valid phone number{country}.", hint)
