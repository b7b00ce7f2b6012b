"""Email addresses: the one that letters go to, and the others that stand beside it."""

from __future__ import annotations

import re

from sheet_sync.core.interpret.prose import is_prose
from sheet_sync.core.interpret.saying import fix, flag, offer, quoted
from sheet_sync.core.interpret.text import folded
from sheet_sync.core.readings import EMPTY, Note, Reading
from sheet_sync.core.values import Scalar
from sheet_sync.core.words import word_key, words

_PLAIN = r"[a-z0-9](?:[a-z0-9_+-]|\.(?!\.)){0,62}[a-z0-9_+-]?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
_CANDIDATE = r"[^\s<>()\[\]\",;:|]+@[^\s<>()\[\]\",;|]+"
LONGEST = 254
"""Characters of an address.  Source: RFC 5321, 4.5.3.1.3, and its erratum 1690."""
_LABELS = words("work|home|personal|private|school|office|email|e mail|mail|primary|main|new|or|and|und|et|y|mailto")
_HOW = "Type it as name@place.org."


def is_clean_email(text: str) -> bool:
    """Whether the text is an ordinary address in small letters; quick, for the many that are."""
    return len(text) <= LONGEST and re.fullmatch(_PLAIN, text) is not None and ".@" not in text


def valid_email(text: str) -> str | None:
    """The address in its usual form, ``None`` where it is no address."""
    if len(text) > LONGEST or "@" not in text:
        return None
    lower = text.casefold()
    if is_clean_email(lower):
        return lower
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=True, test_environment=True)
    except (EmailNotValidError, ValueError):
        return None
    return found.normalized.casefold() if found.normalized.isascii() else found.normalized


def emails_in(text: str) -> tuple[str, ...]:
    """All valid addresses in a text, each once, in its order."""
    found = (
        valid_email(candidate.removeprefix("mailto:").rstrip(".,;:/"))
        for part in re.split(r"[\s,;|/]+", text)
        if len(part) <= 2 * LONGEST and "@" in part  # a longer one is no address, and takes long to search
        for candidate in re.findall(_CANDIDATE, part)
    )
    return tuple(dict.fromkeys(address for address in found if address))


def read_email(value: Scalar) -> Reading:
    """The address that letters go to; ``also`` has ``other emails`` where there are several."""
    if value is None or isinstance(value, bool):
        return EMPTY if not value else Reading(notes=(flag("not-an-email", "A tick is not an email address.", _HOW),))
    if not isinstance(value, str):
        return Reading(notes=(flag("not-an-email", f"{quoted(value)} is not an email address.", _HOW),))
    text = folded(value)
    address = valid_email(text)
    if address is not None:
        return Reading(address, _tidied(value, text, address))
    found = emails_in(text)
    if len(found) > 1:
        message = f"{len(found)} addresses stand here; letters go to the first, {found[0]}."
        hint = f"Keep one here; put {' and '.join(found[1:])} into Notes or a column of your own."
        return Reading(found[0], (offer("several-emails", message, hint),), {"other emails": found[1:]})
    if is_prose(text):
        return Reading(notes=(flag("not-an-email", f"{quoted(text)} is not an email address.", _HOW),))
    if found and _is_label(text, found[0]):
        return Reading(found[0], (_decorated(text, found[0]),))
    return Reading(notes=(flag("not-an-email", f"{quoted(text)} is not an email address.", _meant(text)),))


def _is_label(text: str, address: str) -> bool:
    """Whether what stands around an address is a name or a label, and not a piece of the address itself."""
    before, _, after = text.casefold().partition(address.casefold())
    last = re.search(r"(\S+)\s+[<(]?$|(\S)$", text[: len(before)])
    if last is None or before.rstrip().endswith((":", "<", "(", "mailto:")) or word_key(last[0]) in _LABELS:
        return not after or not after[0].isalnum()
    return text[last.start()].isupper() and last[1] is not None


def _tidied(typed: str, text: str, address: str) -> tuple[Note, ...]:
    notes = []
    if typed != text:
        is_wide = "".join(typed.split()) != text.replace(" ", "")
        kind, what = ("full-width", "full-width or hidden letters") if is_wide else ("stray-space", "stray blanks")
        notes.append(fix(kind, f"{quoted(text)} has {what}.", address))
    if text != address:
        notes.append(fix("email-case", f"{quoted(text)} is usually written {address}.", address))
    return tuple(notes)


def _decorated(text: str, address: str) -> Note:
    bare = text.casefold().removeprefix("mailto:").strip("<>().,;\"' ")
    message = f"{quoted(text)} has more than the address {address}."
    if bare == address:
        return fix("email-with-name", message, address)
    return offer("email-with-name", message, "Keep the address alone here.")


def _meant(text: str) -> str:
    """What was probably meant, only as a hint: no letter goes to a guess."""
    guess = re.sub(r"\s*[\[({]\s*(?:at|@)\s*[\])}]\s*|\s+at\s+", "@", text, flags=re.IGNORECASE)
    guess = re.sub(r"\s*[\[({]\s*(?:dot|\.)\s*[\])}]\s*|\s+dot\s+", ".", guess, flags=re.IGNORECASE)
    guess = guess.replace(" ", "").replace(",", ".")
    guess = re.sub(r"\.{2,}", ".", guess).strip(".")
    address = valid_email(guess) if guess != text else None
    return f"If {address} is meant, type it so." if address else _HOW
