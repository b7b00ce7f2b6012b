"""What a typed cell means: the value to work with, and what there is to say about it.

A *reading* never changes what was typed.  ``Do`` says how sure the tool is: ``READ`` silently, ``FIX`` read and offer a
tidier form,
``FLAG`` a problem, the value is not used (or only as far as stated), ``ASK`` only the user can decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sheet_sync.core.records import CellRef
from sheet_sync.core.values import Scalar


class Do(StrEnum):
    READ = "read"
    FIX = "fix"
    FLAG = "flag"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to say about a cell.

    ``kind`` names what is wrong in kebab case (``date-as-text``, ``ambiguous-date``); a rule gives it its
    code and severity.
    ``fix`` is the value that would be right, given only where writing it is safe (``has_fix``).
    ``where`` is the cell it is about where that is not the field's own (a second email column that was used).
    """

    kind: str
    do: Do
    message: str
    hint: str = ""
    fix: Scalar = None
    has_fix: bool = False
    where: CellRef | None = None


_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's value as the tool works with it.

    ``value`` has the type of the field's kind (``date``, ``time``, ``int`` minutes, a choice as the schema spells it,
    text, for SENT a ``date`` or ``True`` where the day is unknown), ``None`` where nothing usable is there.
    ``also`` holds values that the same cell gives to other fields (Minutes from ``10:00 - 10:30`` in Start).
    """

    value: Any = None
    notes: tuple[Note, ...] = ()
    also: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)


EMPTY = Reading()
