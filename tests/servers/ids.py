"""IDs as Google hands them out: random looking, and here the same in every run."""

from __future__ import annotations

import random
import string

_LETTERS = string.ascii_letters + string.digits + "-_"


class Ids:
    """A seeded source of IDs."""

    def __init__(self, seed: int = 20261124) -> None:
        self._random = random.Random(seed)

    def file(self) -> str:
        """Of a file in Drive: 44 characters (recorded)."""
        return "1" + "".join(self._random.choice(_LETTERS) for _ in range(43))

    def number(self) -> int:
        """Of a sheet, a named range, a metadata entry: nine or ten digits (recorded)."""
        return self._random.randint(100_000_000, 2_147_483_647)

    def token(self) -> str:
        """An access token, a refresh token or a code."""
        return "ya29." + "".join(self._random.choice(_LETTERS) for _ in range(60))
