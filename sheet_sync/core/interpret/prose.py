"""How long a text may be and still mean one value: what is longer is prose, kept as it is and not searched.

Patterns that look for a day or a number among words take time that grows faster than the text; a cell holds up to
32,767 characters.  Nobody types a date, a choice or a name of such a length, so the readers stop here.
"""

from __future__ import annotations

import unicodedata

LONGEST_VALUE = 500
"""Characters of a day, a time, a choice, a place or an address, with words around it."""
LONGEST_NAME = 250
"""Characters of a person's name, with title, degrees, remark and organization, or of the numbers to call them."""


def is_prose(text: str, longest: int = LONGEST_VALUE) -> bool:
    """Whether a text is too long to mean one value.

    Some letters stand for a whole phrase and become one when read: the length after that counts.

    >>> is_prose("14 Oct 2026"), is_prose("a" * 501), is_prose("ﷺ" * 100)
    (False, True, True)
    """
    if len(text) > longest or text.isascii():
        return len(text) > longest
    return len(unicodedata.normalize("NFKD", text)) > longest
