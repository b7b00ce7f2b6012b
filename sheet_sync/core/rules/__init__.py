"""What can be wrong with a workbook: one problem, one file; each says where it looks, and its docstring is its page.

A new rule is a file in a group, a line in the group's list, and a file of cases in tests/cases/rules.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sheet_sync.core.rules import contacts, interviews, letters, references, sheets, values
from sheet_sync.core.rules.engine import run
from sheet_sync.core.rules.finding import Finding, Severity
from sheet_sync.core.rules.rule import KnownIds, Rule

if TYPE_CHECKING:
    from sheet_sync.core.book import Book

__all__ = [
    "GROUPS",
    "RULES",
    "RULES_BY_CODE",
    "Finding",
    "KnownIds",
    "Rule",
    "Severity",
    "check",
    "counts",
    "is_wanted",
]

GROUPS: dict[str, tuple[Rule, ...]] = {
    "sheets": sheets.RULES,
    "values": values.RULES,
    "references": references.RULES,
    "contacts": contacts.RULES,
    "interviews": interviews.RULES,
    "letters": letters.RULES,
}
RULES: tuple[Rule, ...] = tuple(rule for group in GROUPS.values() for rule in group)
RULES_BY_CODE = {rule.code: rule for rule in RULES}


def check(
    book: Book, select: Collection[str] = (), ignore: Collection[str] = (), *, known_ids: KnownIds | None = None
) -> tuple[Finding, ...]:
    """All that is wrong with a workbook, in the order of its sheets, rows and columns.

    ``select`` and ``ignore`` name codes or their beginnings (``EM``, ``EM01``); nothing selected is all.  ``known_ids``
    is what the records know of each table's rows, for the rules that compare with it.
    """
    return run(book, RULES, select=select, ignore=ignore, known_ids=known_ids)


def counts(findings: Collection[Finding]) -> dict[str, int]:
    """How many findings there are of each severity."""
    numbers = dict.fromkeys((severity.value for severity in Severity), 0)
    for finding in findings:
        numbers[str(finding.severity)] += 1
    return numbers
