"""What a rule is: a code, a severity, which part of a workbook it wants to see, and a function that yields findings.

The docstring of the function is the rule's page in docs/problems and what ``explain`` prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, ParamSpec

from sheet_sync.core.rules.finding import Cell, Finding, Severity

if TYPE_CHECKING:
    from sheet_sync.core.book import Book, Entry
    from sheet_sync.core.readings import Note
    from sheet_sync.core.records import CellRef
    from sheet_sync.core.schema import Field, Kind
    from sheet_sync.core.tables import LayoutNote

P = ParamSpec("P")

KnownIds = Mapping[str, Mapping[str, Any]]
"""Per table the IDs that the records know, each with the row's last known values by field."""


@dataclass(frozen=True)
class Where(Generic[P]):
    """Which part of a workbook a rule wants: the engine walks once and hands each rule its part."""

    part: str
    kinds: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    heard: bool = False

    def wants_field(self, table: str, column: Field) -> bool:
        """Whether a rule for cells wants those of this column."""
        return (
            (not self.tables or table in self.tables)
            and (not self.kinds or column.kind.value in self.kinds)
            and (not self.fields or column.name in self.fields)
        )


def notes(*kinds: str, heard: bool = False) -> Where[[Cell, Note]]:
    """Each note of these kinds that the reading of a cell left; ``heard``: those that it passes over silently too."""
    return Where("notes", kinds=frozenset(kinds), heard=heard)


def once(*kinds: str) -> Where[[Cell, Note, int]]:
    """The first note of these kinds and how many there are: for what is the same in every row of a column."""
    return Where("once", kinds=frozenset(kinds), heard=True)


def settings(*kinds: str) -> Where[[Book, CellRef, Note]]:
    """Each note of these kinds on the Settings sheet."""
    return Where("settings", kinds=frozenset(kinds), heard=True)


def layout_notes(*kinds: str) -> Where[[LayoutNote, Book]]:
    """Each note of these kinds that the search for tables left."""
    return Where("layout", kinds=frozenset(kinds))


def fields(*names: str, kind: Kind | None = None, table: str = "") -> Where[[Cell]]:
    """Each filled cell of these columns, or of the columns of that kind."""
    kinds = frozenset((kind.value,)) if kind else frozenset[str]()
    return Where("cells", kinds, frozenset(names), frozenset((table,) if table else ()))


def rows(*tables: str) -> Where[[Entry]]:
    """Each row of these tables; of all tables, if none is named."""
    return Where("rows", tables=frozenset(tables))


def unread() -> Where[[Entry, str, Exception]]:
    """Each row and field whose reading failed."""
    return Where("unread")


def workbook() -> Where[[Book]]:
    """The workbook as a whole, once, after its rows."""
    return Where("workbook")


def history() -> Where[[Book, KnownIds]]:
    """The workbook and the IDs of the records; not called where there are no records."""
    return Where("history")


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong.  ``fixable`` says whether ``check --fix`` mends at least some of its findings."""

    code: str
    severity: Severity
    where: Where[Any]
    function: Callable[..., Iterable[Finding]]
    fixable: bool = False
    name: str = field(default="", compare=False)

    @property
    def about(self) -> str:
        """The docstring as it was written, without its indentation."""
        from inspect import getdoc

        return getdoc(self.function) or ""

    @property
    def title(self) -> str:
        """What is wrong, in one sentence."""
        return self.about.partition("\n")[0]


def rule(
    code: str, severity: Severity, *, where: Where[P], fixable: bool = False
) -> Callable[[Callable[P, Iterable[Finding]]], Rule]:
    """Make a rule of a function that yields findings; code and severity are stamped on them by the engine."""

    def make(function: Callable[P, Iterable[Finding]]) -> Rule:
        return Rule(code, severity, where, function, fixable, function.__name__)

    return make
