"""What reading a cell needs to know beside the cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheet_sync.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """The user's settings, and the day that counts as today."""

    settings: Settings
    as_of: date
