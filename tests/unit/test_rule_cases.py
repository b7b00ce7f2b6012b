"""Every rule against small tables: what it says of which cell, what it leaves alone, and the table after ``--fix``.

The cases are data, in tests/cases/rules: a file a rule.  A case without ``finds`` is one that must be left alone.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.core.book import Book
from sheet_sync.core.rules import RULES_BY_CODE, Finding, check
from sheet_sync.core.rules.fixing import plan_fixes
from sheet_sync.core.sync.applied import apply_plan
from tests.tables import snapshot_of

CASES = Path(__file__).parents[1] / "cases" / "rules"
AS_OF = date(2026, 11, 24)


def _cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}-{case['name'].replace(' ', '-')}")
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def _book(case: dict[str, Any]) -> Book:
    return Book(snapshot_of(case["sheets"], case.get("merged")), case.get("as_of", AS_OF))


def _checked(book: Book, code: str, case: dict[str, Any]) -> tuple[Finding, ...]:
    return check(book, select=[code], known_ids=case.get("known"))


def _said(finding: Finding) -> dict[str, Any]:
    """A finding as a case writes it."""
    made: dict[str, Any] = {
        "cell": str(finding.cell) if finding.cell else f"({finding.table})",
        "severity": str(finding.severity),
        "message": finding.message,
        "hint": finding.hint,
    }
    return made | ({"fixable": True} if finding.fixable else {})


@pytest.mark.parametrize(("code", "case"), _cases())
def test_a_rule_finds_what_its_case_says_and_nothing_else(code: str, case: dict[str, Any]) -> None:
    findings = [_said(finding) for finding in _checked(_book(case), code, case)]

    assert findings == case.get("finds", [])


@pytest.mark.parametrize(("code", "case"), [param for param in _cases() if "fixed" in param.values[1]])
def test_fixing_gives_the_table_of_its_case_and_then_nothing_more(code: str, case: dict[str, Any]) -> None:
    book = _book(case)
    fixes = plan_fixes(book, lambda changed: _checked(changed, code, case))
    fixed = apply_plan(book.snapshot, fixes.plan)

    wanted = snapshot_of(case["fixed"])
    assert {grid.name: grid.rows for grid in fixed.grids if grid.name in case["fixed"]} == {
        grid.name: grid.rows for grid in wanted.grids
    }
    assert not plan_fixes(Book(fixed, book.as_of), lambda changed: _checked(changed, code, case)).plan


CANNOT_BE_A_TABLE = {"TX09"}
"""A fault inside the tool; it has a test of its own."""


@pytest.mark.parametrize("code", sorted(RULES_BY_CODE.keys() - CANNOT_BE_A_TABLE))
def test_every_rule_has_a_case_that_it_finds_and_one_that_it_leaves_alone(code: str) -> None:
    cases = [param.values[1] for param in _cases() if param.values[0] == code]

    assert any(case.get("finds") for case in cases)
    assert any(not case.get("finds") for case in cases)


def test_a_fixable_rule_has_a_case_with_the_table_after_the_fix() -> None:
    fixed = {str(param.values[0]) for param in _cases() if "fixed" in param.values[1]}

    assert {rule.code for rule in RULES_BY_CODE.values() if rule.fixable} == fixed
