"""Words that stand where a value will be: read as empty, never wiped."""

from __future__ import annotations

from sheet_sync.core.interpret.saying import flag, offer, quoted
from sheet_sync.core.readings import Reading
from sheet_sync.core.schema import Field, Kind
from sheet_sync.core.words import words

NONE_WORDS = words(
    "n/a|n.a.|n/a.|n\\a|na|none|nil|null|-|--|---|–|—|.|none yet|not applicable|nothing",
    "k.a.|k. a.|keine|keiner|keines|nichts|entfällt|aucun|aucune|néant|ninguno|ninguna|nada",
)
"""There is nothing to say."""
OPEN_WORDS = words(
    "tbd|tbc|tba|t.b.d.|?|??|???|pending|unknown|don't know|dont know|don’t know|not sure|unsure|to be determined",
    "to be confirmed|to come|to follow|xx|xxx|...|…|offen|noch offen|unbekannt|inconnu|à définir|a definir|por definir",
    "desconocido",
)
"""There will be something to say."""
_LONGEST = max(map(len, NONE_WORDS | OPEN_WORDS))
_NOT_IN_NAMES = words("na|pending|nothing|nada|nil|xx|.")


def is_placeholder(text: str) -> bool:
    """Whether the text stands for nothing.

    >>> is_placeholder("TBD"), is_placeholder("n/a"), is_placeholder("Na Li")
    (True, True, False)
    """
    if len(text) > _LONGEST + 8:
        return False
    word = text.strip().casefold()
    return word in NONE_WORDS or word in OPEN_WORDS


def read_placeholder(text: str, field: Field) -> Reading | None:
    """The reading of a placeholder, ``None`` where the text is none."""
    if len(text) > _LONGEST + 8:
        return None
    word = text.strip().casefold()
    is_open = word in OPEN_WORDS
    if not is_open and word not in NONE_WORDS:
        return None
    if field.kind in (Kind.NAME, Kind.PEOPLE, Kind.REFERENCE) and word in _NOT_IN_NAMES:
        return None
    message = f"{quoted(text.strip())} stands for nothing yet; it is read as empty."
    hint = f"Fill in {field.name} when you know it."
    if field.required or (is_open and (field.kind is Kind.TEXT or field.name == "Status")):
        return Reading(notes=(flag("placeholder", message, hint),))
    return Reading(notes=(offer("placeholder", message, hint if is_open else "An empty cell says the same."),))
