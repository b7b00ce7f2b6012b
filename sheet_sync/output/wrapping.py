"""Lines for a window of so many columns, broken between words: a terminal by itself breaks inside them."""

from __future__ import annotations

import re
import unicodedata

import click

_WORDS = re.compile(r" +|[^ ]+")
_NARROWEST = 20


def wrapped(text: str, width: int, hang: int = 0) -> str:
    """The text with every line that is too long broken between words.

    What follows a break stands ``hang`` columns further in than its line, two where the line itself is indented.  A
    word that is wider than the window, such as a link, is left whole, so that it can still be clicked and copied.
    """
    width = max(width, _NARROWEST)
    return "\n".join(line if columns_of(line) <= width else _broken(line, width, hang) for line in text.split("\n"))


def columns_of(text: str) -> int:
    """How many columns the text takes; colours take none, letters of East Asia two each."""
    plain = click.unstyle(text)
    return len(plain) if plain.isascii() else sum(map(_columns_of_letter, plain))


def _columns_of_letter(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _broken(line: str, width: int, hang: int) -> str:
    indent = line[: len(line) - len(line.lstrip(" "))]
    more = " " * (hang or 2 * bool(indent))
    lines, now, gap = [], indent, ""
    for word in _WORDS.findall(line[len(indent) :]):
        if word.isspace():
            gap = word
        elif now.strip() and columns_of(now + gap + word) > width:
            lines.append(now)
            now, gap = indent + more + word, ""
        else:
            now, gap = now + gap + word, ""
    return "\n".join([*lines, now])
