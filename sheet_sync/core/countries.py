"""Countries by the two letters that phone numbers are read with, from any name people type."""

from __future__ import annotations

from functools import cache

from sheet_sync.core.words import word_key

_ALSO = {
    "uk": "GB",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "usa": "US",
    "u s a": "US",
    "u s": "US",
    "america": "US",
    "united states of america": "US",
    "holland": "NL",
    "czech republic": "CZ",
    "korea": "KR",
}
_LANGUAGES = ("en", "de", "fr", "es")


def country_code(text: str) -> str | None:
    """``US`` for ``us``, ``USA``, ``United States``, ``Vereinigte Staaten``; ``None`` for what is no country.

    >>> country_code("uk"), country_code("Germany"), country_code("España"), country_code("Narnia")
    ('GB', 'DE', 'ES', None)
    """
    key = word_key(text)
    if key in _ALSO:
        return _ALSO[key]
    if len(key) == 2 and key.upper() in _codes().values():
        return key.upper()
    return _codes().get(key)


@cache
def _codes() -> dict[str, str]:
    from babel import Locale

    return {
        word_key(name): code
        for language in reversed(_LANGUAGES)
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code not in ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB")
    }
