"""Which contacts have a word in their name: an index small enough to keep for a hundred thousand of them.

Every short form of a name (``Dana``, ``D. Reyes``, ``Dana R.``) is made of words of the whole name and of initials.
So the contacts that a typed form may mean are among those that have each of its words; only these few are looked at
closely.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence

_WORD = re.compile(r"[^\s,()\[\]\"“”„«»]+")


class NameWords:
    """Positions of contacts by the words of their names and nicknames, which come as keys to compare by."""

    def __init__(self, names: Iterable[str]) -> None:
        self._positions: dict[str, int | array[int]] = {}
        for position, name in enumerate(names):
            for word in set(_WORD.findall(name)):
                self._add(word, position)

    def _add(self, word: str, position: int) -> None:
        known = self._positions.get(word)
        if known is None:
            self._positions[word] = position
        elif isinstance(known, int):
            self._positions[word] = array("L", (known, position))
        else:
            known.append(position)

    def having(self, words: Collection[str]) -> list[int]:
        """The contacts whose names have all of the words, in order; of single letters, which may be initials, one."""
        wanted = sorted((self._find(word) for word in set(words) if len(word) > 1), key=len)
        if wanted:
            rarest, *others = wanted  # a common word is not walked through: its rows are in order, and looked up
            return [position for position in rarest if all(_holds(other, position) for other in others)]
        return sorted(set().union(*map(self._find, words)))

    def _find(self, word: str) -> Sequence[int]:
        known = self._positions.get(word, ())
        return (known,) if isinstance(known, int) else known


def _holds(positions: Sequence[int], wanted: int) -> bool:
    at = bisect_left(positions, wanted)
    return at < len(positions) and positions[at] == wanted
