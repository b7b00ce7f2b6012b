"""IDs of rows: short, random, safe to read aloud and to type.

Eight random symbols (40 bits) of Crockford's base 32, which has no i, l, o and u, after the table's prefix:
``c-7k3f9q2m``.  Two people may add rows at once and never collide.
Source: Douglas Crockford, Base 32 (also the reading of i, l and o as digits).
"""

from __future__ import annotations

import re
from collections.abc import Container

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_MISREAD = str.maketrans({"i": "1", "l": "1", "o": "0"})
_SHAPE = re.compile(rf"([a-z])-[{ALPHABET}]{{8}}")


def new_id(prefix: str, taken: Container[str] = ()) -> str:
    """A new ID for a table with that prefix, none of ``taken``."""
    import secrets  # loads hashing and random numbers, which who only reads IDs does without

    while True:
        made = f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(8))}"
        if made not in taken:
            return made


def tidy_id(text: str) -> str:
    """An ID as it was meant: blanks off, lower case, o as 0, i and l as 1."""
    if _SHAPE.fullmatch(text) is not None:
        return text
    prefix, dash, symbols = text.strip().casefold().partition("-")
    return f"{prefix}{dash}{symbols.translate(_MISREAD)}" if dash else prefix


def is_id(text: str, prefix: str | None = None) -> bool:
    """Whether the text is a well-formed ID (of that table)."""
    match = _SHAPE.fullmatch(text)
    return match is not None and (prefix is None or match[1] == prefix)
