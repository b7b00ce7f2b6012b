"""Words as data: lists written as text, and texts in the form in which words are compared."""

from __future__ import annotations

import unicodedata


def words(*lists: str) -> frozenset[str]:
    """The words of lists written with bars: ``words("yes|y|ja")``."""
    return frozenset(word for text in lists for word in text.split("|"))


def word_key(text: str) -> str:
    """A text as its words are compared: width, accents, case and punctuation off.

    >>> word_key(" No-Show! "), word_key("Café"), word_key("✓")
    ('no show', 'cafe', '✓')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.casefold().replace("'", "").replace("’", "")
    return " ".join("".join(letter if letter.isalnum() or letter in "✓✔☑✗☐★" else " " for letter in text).split())


def nearest(text: str, choices: list[str] | tuple[str, ...], cutoff: float = 0.6) -> str | None:
    """The choice that was probably meant, or ``None``."""
    from difflib import get_close_matches

    by_key = {word_key(choice): choice for choice in choices}
    key = word_key(text)
    started = [choice for known, choice in by_key.items() if len(key) >= 3 and known.startswith(key)]
    if len(started) == 1:
        return started[0]
    close = get_close_matches(key, by_key, n=1, cutoff=cutoff)
    return by_key[close[0]] if close else None
