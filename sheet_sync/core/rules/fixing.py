"""Mending what can be mended safely: the findings' own changes, one a cell, checked again until nothing is left.

Two rules may each have something to say about one cell (a blank at its end, and its capitals): the first one's change
is tried on a copy in memory, and the next round sees what that made of the cell.  Only the last value is ever written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from sheet_sync.core.book import Book
from sheet_sync.core.changes import Plan, SetCell
from sheet_sync.core.records import CellRef, Snapshot
from sheet_sync.core.rules import RULES_BY_CODE
from sheet_sync.core.rules.finding import Finding
from sheet_sync.core.sync.applied import apply_plan
from sheet_sync.core.values import Formula, same

MOST_ROUNDS = 6
"""Rounds after which two rules that undo each other's change are left alone."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """One cell that is mended: from what, to what, and the findings that asked for it."""

    change: SetCell
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Fixes:
    """What mending comes to: the cells, and what is left to be said afterwards."""

    fixed: tuple[Fixed, ...]
    left: tuple[Finding, ...]

    @property
    def plan(self) -> Plan:
        """The changes to write, in the order of the sheets."""
        return Plan(tuple(one.change for one in self.fixed))


def plan_fixes(book: Book, checked: Callable[[Book], tuple[Finding, ...]]) -> Fixes:
    """Mend all that ``checked`` finds and can be mended; the workbook itself is not touched."""
    changes: dict[CellRef, SetCell] = {}
    because: dict[CellRef, list[Finding]] = {}
    findings = checked(book)
    for _ in range(MOST_ROUNDS):
        wanted = _one_per_cell(findings)
        if not wanted:
            break
        for ref, finding in wanted.items():
            change = _change_of(finding, ref)
            first = changes.get(ref)
            changes[ref] = replace(first, value=change.value) if first else change
            because.setdefault(ref, []).append(finding)
        findings = checked(Book(apply_plan(book.snapshot, Plan(tuple(changes.values()))), book.as_of))
    fixed = tuple(
        Fixed(change, tuple(because[ref])) for ref, change in changes.items() if not same(change.old, change.value)
    )
    return Fixes(_in_sheet_order(book.snapshot, fixed), findings)


def _one_per_cell(findings: Iterable[Finding]) -> dict[CellRef, Finding]:
    """For each cell the first finding that changes it; one that changes several cells gets all of them or none."""
    wanted: dict[CellRef, Finding] = {}
    for finding in findings:
        refs = [change.ref for change in finding.changes]
        if not any(ref in wanted for ref in refs):
            wanted.update(dict.fromkeys(refs, finding))
    return wanted


def _change_of(finding: Finding, ref: CellRef) -> SetCell:
    return next(change for change in finding.changes if change.ref == ref)


def _in_sheet_order(snapshot: Snapshot, fixed: Collection[Fixed]) -> tuple[Fixed, ...]:
    sheets = {grid.name: number for number, grid in enumerate(snapshot.grids)}
    return tuple(
        sorted(fixed, key=lambda one: (sheets[one.change.ref.sheet], one.change.ref.row, one.change.ref.column))
    )


def why_left(finding: Finding, book: Book) -> str:
    """Why a problem of a kind that can be mended was not, in a few words; empty where only the user can decide."""
    rule = RULES_BY_CODE.get(finding.code)
    if rule is None or not rule.fixable:
        return ""
    if isinstance(finding.value, Formula):
        return "a formula makes this value"
    if finding.cell is not None and finding.cell.sheet == book.layout.combined:
        return "this sheet is only read, since it keeps people and talks in one row"
    return "not clear enough to change it for you"
